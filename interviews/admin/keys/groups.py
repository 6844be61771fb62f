"""Groups of keys. What stands above offers its own with `offer`, in the `ready` of its `AppConfig`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Group:
    """Keys of those pages of whose names in the addresses `on` says so.

    A line is keys, as in ``"Ctrl+Enter Esc"``, and what they do. `single` are letters and marks alone, which are
    switched off together. Where `permissions` are given, one of them is needed.
    """

    name: str
    title: Any
    lines: Sequence[tuple[str, Any]]
    on: Callable[[str], bool]
    single: bool = False
    permissions: Sequence[str] = ()

    @property
    def rows(self) -> list[tuple[list[list[str]], Any]]:
        """Each line with its keys parted: those pressed one or the other, and of each those pressed together."""
        return [([keys.split("+") for keys in written.split()], words) for written, words in self.lines]


def _everywhere(_page: str) -> bool:
    return True


def _is_form(page: str) -> bool:
    return page.endswith(("_change", "_add")) and not page.startswith("interviews_importbatch_")


GROUPS: list[Group] = [
    Group("everywhere", _("On every page of the desk"), [("Ctrl+K", _("find anything"))], _everywhere),
    Group("sheet", _("On every page of the desk, single keys"), [("?", _("these keys"))], _everywhere, single=True),
    Group("forms", _("In a form"), [("Ctrl+S", _("save, and go on editing"))], _is_form),
]


def offer(group: Group) -> None:
    if group not in GROUPS:
        GROUPS.append(group)


def groups(request: HttpRequest, page: str | None = None) -> list[Group]:
    """Those of a page, by its name in the addresses; without one all. Only those that this editor can make use of."""
    return [
        group
        for group in GROUPS
        if (page is None or group.on(page))
        and (not group.permissions or any(request.user.has_perm(one) for one in group.permissions))
    ]
