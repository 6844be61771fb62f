"""The keys of the time index; `static/js/admin-segments-keys.js` obeys them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from interviews.admin.keys.groups import Group

_PAGES = ("interviews_interview_change", "interviews_interview_add")
_MAY = ("interviews.change_interview", "interviews.add_interview", "interviews.change_own_interview")

ON_A_LINE = Group(
    "segments-line",
    _("Time index: on the line of an entry"),
    [
        ("↑ ↓ Home End", _("to another line")),
        ("Enter", _("open, and close")),
        ("Alt+↑ Alt+↓", _("move the entry")),
        ("Delete", _("delete on saving; again: take that back")),
        ("Ctrl+Z", _("undo the last step")),
    ],
    _PAGES.__contains__,
    permissions=_MAY,
)
WRITING = Group(
    "segments-writing",
    _("Time index: while writing"),
    [
        ("Ctrl+Enter", _("split at the cursor, at the player’s time")),
        ("Ctrl+Shift+Enter", _("start at the player’s time")),
        ("Ctrl+Shift+Space", _("play, and pause")),
        ("Esc", _("close the entry")),
    ],
    _PAGES.__contains__,
    permissions=_MAY,
)
SINGLE = Group(
    "segments-single",
    _("Time index: single keys, outside of fields"),
    [
        ("P", _("play from here")),
        ("S", _("start at the player’s time")),
        (", .", _("start a second earlier, later")),
        ("N", _("insert an entry below")),
        ("M", _("merge with the next")),
        ("X", _("delete on saving")),
        ("T", _("shift the times from here on")),
        ("F", _("find and replace")),
        ("V", _("paste times or a transcript")),
        ("E", _("open all, or one at a time")),
        ("/", _("to the filter")),
    ],
    _PAGES.__contains__,
    single=True,
    permissions=_MAY,
)
