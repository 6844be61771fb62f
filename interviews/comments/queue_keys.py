"""The keys of the queue; `static/js/admin-queue.js` obeys them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from interviews.admin.keys.groups import Group

_PAGES = ("comments_comment_queue", "comments_comment_one")

MOVING = Group(
    "queue",
    _("Queue of comments, single keys"),
    [("J K", _("next comment, previous comment"))],
    _PAGES.__contains__,
    single=True,
    permissions=["comments.view_comment", "comments.change_comment"],
)
DECIDING = Group(
    "queue-deciding",
    _("On a comment of the queue, single keys"),
    [
        ("A", _("approve; where it was reported: set the reports aside")),
        ("R", _("reject; where it is shown: remove")),
        ("S", _("spam")),
        ("C", _("reply")),
        ("X", _("tick, or no longer")),
        ("U", _("undo the last decision")),
    ],
    _PAGES.__contains__,
    single=True,
    permissions=["comments.moderate_comment"],
)
