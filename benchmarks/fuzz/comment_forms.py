"""The comment form: what is asked of it, from what was sent to the row in the database and the words on the page.

Each input is a form as a browser sends it (`name=…&body=…`). It passes through the form's fields and the judge (with
the names of those who take part and the block list, from the database) to the HTML of the comment. One of
`STORED_ONE_OF` that are taken goes through the store too: limits, second clicks, the row, the index of the search; in a
transaction that is rolled back, and what is stored there must be what the judge said. No input passes through the view
around them, its template, its cookies and its limits of size.

What no form says is taken of the same input, so that the fuzzer finds it too: `stamp=good` stands for a stamp of this
site, `mode=open` for a conversation that shows comments at once, `service=spam` for the word of a service, `network=1`
for an address that is known.
"""

from __future__ import annotations

import re
import time
import zlib
from dataclasses import replace
from functools import cache
from typing import Any
from unittest import mock

import a_site
from browsers import elements, read, require_safe, text_of

#: Of so many inputs that are taken one is stored (it takes ten times as long as all the rest), and of so many that are
#: refused one is shown again.
STORED_ONE_OF, SHOWN_ONE_OF = 16, 8
_STORED = (
    *("name", "email", "url", "body", "body_html", "kind", "status", "moment", "parent_id", "segment_id", "about"),
)
#: An address whose host is told without any rule of the URL Standard: no number is one, nor has it signs of its own.
_PLAIN_HOST = re.compile(r"https?://((?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*)(?:[/?#]|$)")


def holds(data: bytes) -> None:
    """A form is refused with words at a field, or becomes a comment that is judged and stored; never an error."""
    from django.db import transaction
    from django.http import QueryDict

    form, stamp = _form()
    sent = QueryDict(data, encoding="utf-8", mutable=True)
    if sent.get("stamp") == "good":
        sent["stamp"] = stamp
    rules = replace(form.rules, mode="open") if sent.get("mode") == "open" else form.rules
    number = zlib.crc32(data)
    form.data, form._errors = sent, None  # as a new one: it keeps nothing else of what it was given
    form._bound_fields_cache.clear()
    if not form.is_valid():
        _is_refused_in_words(form, shown=not number % SHOWN_ONE_OF)
        return
    with transaction.atomic():
        _becomes_a_comment(form, sent, rules, is_stored=not number % STORED_ONE_OF)
        transaction.set_rollback(True)


@cache
def _form() -> tuple[Any, str]:
    """The form on the interview as a view has it, and a stamp that was given out a minute ago.

    One form for all inputs: to make one takes longer than to read it.
    """
    from django.core import signing

    from interviews.comments.forms import CommentForm
    from interviews.comments.rules import rules_of
    from interviews.comments.spoken_on import published
    from interviews.comments.stamps import form_stamp

    interview = published(a_site.SLUG)
    assert interview.guests and interview.duration == a_site.LENGTH
    with mock.patch.object(signing.time, "time", return_value=time.time() - 60):
        form, stamp = CommentForm(interview, {}, rules=rules_of(interview)), form_stamp()
    form._segment = cache(form._segment)  # the segments do not change, and most inputs name the same
    return form, stamp


def _is_refused_in_words(form: Any, *, shown: bool) -> None:
    assert form.errors
    for name, errors in form.errors.items():
        assert name in form.fields, name
        assert errors and all(len(str(error)) > 10 for error in errors), (name, errors)
    if shown:  # nothing that was typed is lost, and none of it is markup
        for name in ("name", "body"):
            main = read(str(form[name]))
            (field,) = (node for node in elements(main) if node.tag in ("input", "textarea"))
            value = field.text() if field.tag == "textarea" else field.attributes.get("value") or ""
            assert _as_typed(value) == _as_typed(form.data.get(name, "")), (name, value)


def _as_typed(text: str) -> str:
    """What a browser keeps of the text of a field, wherever it stands in the HTML."""
    return re.sub(r"\r\n?|\n", "\n", text).replace("\0", "").replace("\ufffd", "").lstrip("\n")


def _becomes_a_comment(form: Any, sent: Any, rules: Any, *, is_stored: bool) -> None:
    from interviews.comments import typed
    from interviews.comments.arrival import Circumstances, verdict_on
    from interviews.comments.forms import LONGEST_BODY, LONGEST_NAME
    from interviews.comments.models import Comment
    from interviews.comments.said import said

    comment = form.comment()
    assert 0 < len(comment.body) <= LONGEST_BODY and 0 < len(comment.name) <= LONGEST_NAME
    assert comment.moment is None or not comment.moment > a_site.LENGTH
    assert form.is_trapped or not re.search(r"\w", sent.get("topic", "")[:100])
    assert typed.paragraphs(comment.body) == comment.body and typed.one_line(comment.name) == comment.name
    service = sent.get("service", "")
    circumstances = Circumstances(
        network="203.0.113.0/24" if sent.get("network") else "",
        age=form.age,
        trap=form.is_trapped,
        service=service if service in ("spam", "down", "ham") else "",
    )
    waiting = Comment.objects.none()  # asked for where work is to be proved, which this site does not ask for
    verdict = verdict_on(comment, said(comment.body), circumstances, rules, waiting)
    assert verdict.refused == comment.email.casefold().endswith(a_site.BLOCKED["address"][0])
    html = comment.rendered_body()
    _reads_as_it_is_judged(comment, html)
    if not verdict.refused:
        _is_judged_by_what_is_seen(comment, html, verdict, circumstances, rules)
    if is_stored:
        _is_stored(comment, form, verdict, circumstances, rules)


def _is_stored(comment: Any, form: Any, verdict: Any, circumstances: Any, rules: Any) -> None:
    from interviews.comments.arrival import Refused, receive
    from interviews.comments.models import Comment

    before = Comment.objects.count()
    try:
        assert receive(comment, circumstances, rules) is comment
    except Refused as refusal:
        why = {Refused.LOCKED: comment.parent_id == a_site.LOCKED, Refused.BLOCKED: verdict.refused}
        assert why.get(refusal.why), refusal.why
        assert Comment.objects.count() == before
        return
    assert not verdict.refused and comment.parent_id in (None, a_site.SHOWN)
    assert (comment.status, comment.reasons) == (verdict.status, [str(reason) for reason in verdict.reasons])
    row = Comment.objects.filter(pk=comment.pk).values_list(*_STORED).get()
    assert row == tuple(getattr(comment, name) for name in _STORED), row
    assert comment.body_html == comment.rendered_body()
    again = receive(form.comment(), circumstances, rules)
    assert again.pk == comment.pk and Comment.objects.count() == before + 1, "a second click is another comment"


def _reads_as_it_is_judged(comment: Any, html: str) -> None:
    """The judge reads the same words, links and hosts as a browser; and a moment that is linked changes no word."""
    from interviews.comments import typed
    from interviews.comments.moments import linked
    from interviews.comments.said import said
    from interviews.search.words import words_of

    main, what = require_safe(html), said(comment.body)
    seen = typed.paragraphs(text_of(main))
    assert words_of(what.words) == words_of(seen), (what.words, seen)
    links = _links(main)
    addresses = [address for address, _words in links]
    assert what.links >= len(addresses)
    assert what.hosts >= {found[1] for found in map(_PLAIN_HOST.match, addresses) if found}, (what.hosts, addresses)
    with_moments = linked(html, a_site.LENGTH)
    if with_moments != html:
        also = require_safe(with_moments, player=True)
        assert also.text() == main.text() and _links(also) == links, with_moments


def _links(main: Any) -> list[tuple[str, str]]:
    """Each with its words; not those to moments."""
    links = (node for node in elements(main) if node.tag == "a" and "data-start" not in node.attributes)
    return [(node.attributes["href"] or "", node.text()) for node in links]


def _is_judged_by_what_is_seen(comment: Any, html: str, verdict: Any, circumstances: Any, rules: Any) -> None:
    """What is spam for sure is that; what is doubtful is not shown at once; and whoever waits waits for a reason."""
    from interviews.comments.moderation import LINKS_OF_STRANGERS, MANY_LINKS, QUICKEST
    from interviews.search.words import words_of

    links = html.count("<a ")
    quick = circumstances.age is None or circumstances.age < QUICKEST
    if circumstances.trap or circumstances.service == "spam" or links > MANY_LINKS:
        assert verdict.status == "spam"
    held = words_of(a_site.BLOCKED["word"][0])
    says = _follow(held, words_of(text_of(read(html))))
    doubtful = quick or links > LINKS_OF_STRANGERS or says or comment.name.casefold() in ("ola berg", "editor", "admin")
    if verdict.status == "approved":
        assert rules.mode == "open" and not doubtful and not verdict.reasons
    elif rules.mode == "open":
        assert verdict.reasons, "it waits, and nobody is told why"


def _follow(sought: list[str], words: list[str]) -> bool:
    return any(words[place : place + len(sought)] == sought for place in range(len(words)))
