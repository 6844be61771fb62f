from interviews.comments.models.block import BlockRule
from interviews.comments.models.comment import DEEPEST, WEB_SCHEMES, Comment
from interviews.comments.models.correction import AlreadyDecidedError, Correction
from interviews.comments.models.counting import CommentQuerySet, locked, recounted
from interviews.comments.models.decisions import Overtaken, Seen
from interviews.comments.models.event import CommentRevision, ModerationEvent
from interviews.comments.models.letter import Letter
from interviews.comments.models.network import NetworkKey
from interviews.comments.models.policy import InterviewPolicy, Mode, SitePolicy
from interviews.comments.models.report import Report
from interviews.comments.models.speaker_account import SpeakerAccount
from interviews.comments.models.subscription import Subscription
from interviews.comments.models.used_proof import UsedProof

__all__ = [
    "DEEPEST",
    "WEB_SCHEMES",
    "AlreadyDecidedError",
    "BlockRule",
    "Comment",
    "CommentQuerySet",
    "CommentRevision",
    "Correction",
    "InterviewPolicy",
    "Letter",
    "Mode",
    "ModerationEvent",
    "NetworkKey",
    "Overtaken",
    "Report",
    "Seen",
    "SitePolicy",
    "SpeakerAccount",
    "Subscription",
    "UsedProof",
    "locked",
    "recounted",
]
