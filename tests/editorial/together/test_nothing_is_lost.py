"""Two editors, whatever they do in whatever order: no word that was saved or kept goes unless its fate was shown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import example, given, settings
from hypothesis import strategies as st

from interviews.editorial.models import WorkingDraft
from interviews.models import Interview
from interviews.retrieve import document_of
from interviews.store.history import text_of
from tests.editorial.sent_form import fields_of, send
from tests.editorial.together.steps import asked, form_of, page_of
from tests.factories import make_editor, make_interview, make_segment

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WORD = re.compile(r"w\d+x")


def words(text: Any) -> set[str]:
    return set(WORD.findall(text if isinstance(text, str) else json.dumps(text)))


class Window:
    """A form that one editor has open, or not."""

    def __init__(self, name: str) -> None:
        self.user, self.client = make_editor(name), Client()
        self.client.force_login(self.user)
        self.fields: dict[str, Any] | None = None
        self.key = ""

    def says(self) -> set[str]:
        return words({name: value for name, value in (self.fields or {}).items() if name != "html"})


class Desk:
    """`typed` are the words that must not be lost: all but those whose fate was decided by someone who saw them."""

    def __init__(self) -> None:
        self.interview = make_interview(guest="Ola Berg", published=False)
        for n in (1, 2, 3):
            make_segment(self.interview, n, question=f"Q{n}", answer=f"A{n}.")
        self.windows = {name: Window(name) for name in ("ed", "ann")}
        self.typed: set[str] = set()
        self.count = 0

    def stored(self) -> set[str]:
        return words(text_of(document_of(Interview.objects.get(pk=self.interview.pk))))

    def drafts(self) -> set[str]:
        return words(" ".join(WorkingDraft.objects.filter(finished=False).values_list("text", flat=True)))

    def check(self) -> None:
        there = self.stored() | self.drafts()
        for window in self.windows.values():
            there |= window.says()
        assert self.typed <= there, f"lost: {self.typed - there}"

    # --- what editors do ------------------------------------------------------------------------------------

    def open(self, window: Window, choice: int) -> None:
        """The unsaved work that is offered is taken up, or left for later."""
        if window.fields is not None:
            return
        self.count += 1
        window.key = f"key{self.count}"
        draft = WorkingDraft.objects.of(window.user, self.interview.pk).first()
        address = page_of(self.interview)
        if draft is not None and choice % 3:
            html = window.client.get(f"{address}?draft={draft.pk}").content.decode()
            assert draft.saved_at and "is taken up" in html
            window.fields = fields_of(html)
            self._shown(window, html, choice)
        else:
            window.fields = form_of(window.client, self.interview)

    def edit(self, window: Window, choice: int) -> None:
        if window.fields is None:
            self.open(window, choice)
        self.count += 1
        word = f"w{self.count}x"
        answers = [name for name in window.fields if re.fullmatch(r"segments-\d+-answer", name)]
        names = ["introduction", "rights", "tag_names", *answers, answers[-1].replace("answer", "question")]
        name = names[choice % len(names)]
        window.fields[name] = f"{window.fields[name]}, {word}" if window.fields[name] else word
        self.typed.add(word)

    def move(self, window: Window, choice: int) -> None:
        if window.fields is not None:
            places = [name for name in window.fields if re.fullmatch(r"segments-\d+-position", name)]
            window.fields[places[choice % len(places)]] = str(choice % 4 + 1)

    def delete(self, window: Window, choice: int) -> None:
        """Who deletes an entry has seen what it says."""
        if window.fields is not None:
            stored = [name for name in window.fields if re.fullmatch(r"segments-\d+-id", name) and window.fields[name]]
            if stored:
                begin = stored[choice % len(stored)].removesuffix("id")
                window.fields[f"{begin}DELETE"] = "on"

    def keep(self, window: Window, choice: int) -> None:
        if window.fields is not None:
            fields = window.fields.items()
            body = {name: "\n".join(value) if isinstance(value, list) else value for name, value in fields}
            address = reverse("admin:interviews_interview_keep", args=[self.interview.pk])
            body = json.dumps(body | {"draft_key": window.key})
            assert window.client.post(address, body, content_type="application/json").status_code == 200

    def crash(self, window: Window, choice: int) -> None:
        """What was neither saved nor kept is gone with the window."""
        only_there = window.says()
        window.fields = None
        for other in self.windows.values():
            only_there -= other.says()
        self.typed -= only_there - self.stored() - self.drafts()

    def save(self, window: Window, choice: int) -> None:
        if window.fields is None:
            return
        deleted = self._deleted(window.fields)
        response = send(window.client, page_of(self.interview), window.fields | {"draft_key": window.key})
        if response.status_code == 302:
            self.typed -= deleted
            window.fields = None
            return
        html = response.content.decode()
        before = window.says()
        window.fields = fields_of(html)
        # What is merged says all that was typed, or it is asked, or it was deleted on purpose.
        assert before & self.typed <= window.says() | words(html) | deleted
        self._shown(window, html, choice)

    def _shown(self, window: Window, html: str, choice: int) -> None:
        """Reads both sides of each question, and chooses; the other side's words are given up, having been shown.

        Now and then one leaves it undecided.
        """
        if choice % 4 == 3:
            return
        for number, place in enumerate(asked(window.fields)):
            question = html.partition(f'value="{place}"')[2].partition("</fieldset>")[0]
            mine, _line, theirs = question.partition('value="theirs"')
            chosen = ("mine", "theirs")[(choice + number) % 2]
            window.fields[f"decided-{place}"] = chosen
            sides = [words(re.sub(r"<del>.*?</del>", "", side, flags=re.DOTALL)) for side in (mine, theirs)]
            given_up, stays = (sides[1], sides[0]) if chosen == "mine" else (sides[0], sides[1])
            self.typed -= given_up - stays

    def _deleted(self, fields: dict[str, Any]) -> set[str]:
        gone = tuple(name.removesuffix("DELETE") for name in fields if name.endswith("-DELETE") and fields[name])
        return words({name: value for name, value in fields.items() if name.startswith(gone)}) if gone else set()


@contextmanager
def a_desk() -> Iterator[Desk]:
    with transaction.atomic():
        yield Desk()
        transaction.set_rollback(True)


STEPS: dict[str, Callable[[Desk, Window, int], None]] = {
    "open": Desk.open,
    "edit": Desk.edit,
    "edit again": Desk.edit,
    "move": Desk.move,
    "delete": Desk.delete,
    "keep": Desk.keep,
    "crash": Desk.crash,
    "save": Desk.save,
    "save again": Desk.save,
}
steps = st.lists(
    st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from(["ed", "ann"]), st.integers(0, 11)),
    min_size=4,
    max_size=14,
)


@given(steps)
@example([("edit", "ed", 3), ("edit", "ann", 3), ("save", "ann", 0), ("save", "ed", 0), ("save", "ed", 0)])
@example([("edit", "ed", 4), ("open", "ann", 0), ("delete", "ann", 1), ("save", "ann", 0), ("save", "ed", 0)])
@example([("edit", "ed", 3), ("keep", "ed", 0), ("crash", "ed", 0), ("edit", "ed", 0), ("keep", "ed", 0)])
@example([("edit", "ed", 0), ("edit", "ann", 0), ("save", "ann", 0), ("save", "ed", 3), ("keep", "ed", 0),
          ("crash", "ed", 0), ("open", "ed", 1), ("save", "ed", 0), ("save", "ed", 0)])  # fmt: skip
@settings(max_examples=25)
def test_no_word_is_lost_whatever_two_editors_do(taken: list[tuple[str, str, int]]) -> None:
    with a_desk() as desk:
        for step, name, choice in taken:
            STEPS[step](desk, desk.windows[name], choice)
            desk.check()


def test_the_stock_way_would_lose_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check above sees what it is there to see."""
    from interviews.editorial.admin.together.form import MergingForm

    monkeypatch.setattr(MergingForm, "_needs_a_look", lambda *given: False)
    with a_desk() as desk, pytest.raises(AssertionError, match="lost"):
        for step, name in (("edit", "ed"), ("open", "ann"), ("save", "ed"), ("save", "ann")):
            STEPS[step](desk, desk.windows[name], 3)
            desk.check()
