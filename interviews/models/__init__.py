"""The nouns of the domain, a file each."""

from interviews.models.appearance import Appearance
from interviews.models.former_slug import FormerSlug
from interviews.models.generation import Generation
from interviews.models.import_batch import ImportBatch, ImportChange, ImportLine
from interviews.models.interview import Interview
from interviews.models.podcast import Podcast
from interviews.models.recording import Recording
from interviews.models.rendered_page import RenderedPage
from interviews.models.revision import Revision
from interviews.models.search_entry import SearchEntry
from interviews.models.segment import Segment
from interviews.models.series import Series
from interviews.models.source import Source
from interviews.models.speaker import Bio, Speaker
from interviews.models.speaker_alias import SpeakerAlias
from interviews.models.suggestion import DismissedSuggestion
from interviews.models.tag import Tag, TaggedInterview, TaggedSegment, TagSynonym
from interviews.models.tag_of_interview import TagOfInterview
from interviews.models.transcript import Cue, Transcript
from interviews.models.upload import Upload

__all__ = [
    "Appearance",
    "Bio",
    "Cue",
    "DismissedSuggestion",
    "FormerSlug",
    "Generation",
    "ImportBatch",
    "ImportChange",
    "ImportLine",
    "Interview",
    "Podcast",
    "Recording",
    "RenderedPage",
    "Revision",
    "SearchEntry",
    "Segment",
    "Series",
    "Source",
    "Speaker",
    "SpeakerAlias",
    "Tag",
    "TagOfInterview",
    "TagSynonym",
    "TaggedInterview",
    "TaggedSegment",
    "Transcript",
    "Upload",
]
