"""The site as a process has it: what watches, the page cache, Django; and all that is logged meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from portal.watching.application import Watched, route_of
from portal.watching.lines import FORMATS, formatter
from tests.portal.page_cache.conftest import Site, make_node  # noqa: F401  (a fixture)


class Heard(logging.Handler):
    """All lines, in every form."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: dict[str, list[str]] = {kind: [] for kind in FORMATS}
        self.forms = {kind: formatter(kind) for kind in FORMATS}

    def emit(self, record: logging.LogRecord) -> None:
        for kind, form in self.forms.items():
            self.lines[kind].append(form.format(record))


@pytest.fixture
def heard() -> Iterator[Heard]:
    handler = Heard()
    known = [logging.getLogger(), logging.getLogger("portal.access")]
    levels = [logger.level for logger in known]
    for logger in known:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    yield handler
    for logger, level in zip(known, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


@pytest.fixture
def watched(make_node: Callable[..., Site]) -> Callable[..., Site]:  # noqa: F811
    def make(**given: Any) -> Site:
        route_of.cache_clear()
        node = make_node()
        return Site(Watched(node.application, **given), node.asked)

    return make
