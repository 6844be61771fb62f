"""The conversation at the editors' desk: `comment` is the list and the page of one, `queue` what waits."""

from interviews.comments.admin.accounts import SpeakerAccountAdmin
from interviews.comments.admin.blocking import BlockRuleAdmin
from interviews.comments.admin.comment import CommentAdmin
from interviews.comments.admin.corrections import CorrectionAdmin
from interviews.comments.admin.policies import InterviewPolicyAdmin, SitePolicyAdmin
from interviews.comments.admin.reports import ReportAdmin
from interviews.comments.admin.subscriptions import SubscriptionAdmin

__all__ = [
    "BlockRuleAdmin",
    "CommentAdmin",
    "CorrectionAdmin",
    "InterviewPolicyAdmin",
    "ReportAdmin",
    "SitePolicyAdmin",
    "SpeakerAccountAdmin",
    "SubscriptionAdmin",
]
