"""What can be asked for, and in which form. Every parameter of the API is written down here."""

from __future__ import annotations

from interviews.api.declared import Parameter, Schema
from interviews.browsing.choices import LONGEST, MOST_VALUES, NO, SORTS, YES
from interviews.models import Appearance
from interviews.search.query import LONGEST as LONGEST_QUERY

#: Rows of one answer, and how many where nothing is said.
MOST_ROWS, ROWS = 100, 20
#: Beyond it, narrow what is asked for: a database walks over all that is left out.
FARTHEST = 1_000_000

_SLUG: Schema = {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[-_a-zA-Z0-9]+$"}
_UID: Schema = {"type": "string", "minLength": 1, "maxLength": 40, "pattern": "^[^/\\x00-\\x1f]+$"}

SLUG = Parameter("slug", "Its name in addresses.", _SLUG, "ola-berg")
UID = Parameter("uid", "The name of the segment within its interview; it lasts.", _UID, "kd7fx2mq")

INTERVIEW = Parameter("interview", "Only those of this interview, by its slug.", _SLUG, "ola-berg")
TAG = Parameter("tag", "Only those with this tag, by its slug.", _SLUG, "tides")
SPEAKER = Parameter(
    "speaker",
    "Only those in which this speaker answers, by slug; where nobody is named, as a guest.",
    _SLUG,
    "ola-berg",
)

#: As the page of all interviews has them: several values of one widen it, different ones narrow each other.
NARROWING = (
    Parameter("speaker", "Who is heard, by slug.", _SLUG, "ola-berg", MOST_VALUES),
    Parameter(
        "role",
        "With somebody in this role; together with `speaker`, that speaker in this role.",
        {"type": "string", "enum": list(Appearance.Role.values)},
        "guest",
        MOST_VALUES,
    ),
    Parameter("tag", "With this tag, on the interview or on a segment of it, by slug.", _SLUG, "tides", MOST_VALUES),
    Parameter("series", "Of this series, by slug.", _SLUG, "lights-of-the-coast", MOST_VALUES),
    Parameter(
        "organisation",
        "Of this organisation, by its whole name.",
        {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[^\\x00-\\x1f]+$"},
        "Guild of Keepers",
        MOST_VALUES,
    ),
    Parameter(
        "year",
        "Recorded in this year; where that is not known, first published in it.",
        {"type": "integer", "minimum": 1000, "maximum": 9999},
        2015,
        MOST_VALUES,
    ),
    Parameter(
        "language",
        "In this language, as BCP 47 has it.",
        {"type": "string", "maxLength": 35, "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"},
        "fr",
        MOST_VALUES,
    ),
    Parameter(
        "audio", "With a recording that plays, or without.", {"type": "string", "enum": [YES, NO]}, YES, MOST_VALUES
    ),
)
SORT = Parameter(
    "sort",
    "By when they were published here (`newest`, `oldest`), by comments, or by length.",
    {"type": "string", "enum": list(SORTS), "default": SORTS[0]},
    "longest",
)
QUERY = Parameter(
    "q",
    "What to look for, as in the search of the site: words, “phrases”, lamp*, -without, speaker:, tag:, year:, in:. "
    "Nothing that is typed is an error.",
    {"type": "string", "maxLength": LONGEST_QUERY},
    "fog lamps",
    required=True,
)
PAGING = (
    Parameter(
        "limit", "How many, at most.", {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": ROWS}, 50
    ),
    Parameter(
        "offset",
        "How many to pass over. `next` and `previous` have it.",
        {"type": "integer", "minimum": 0, "maximum": FARTHEST, "default": 0},
        40,
    ),
)
