"""Which block rules a comment meets."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from django.db.models import DateField, F, Q
from django.utils import timezone

from interviews.comments.models import BlockRule, Comment
from interviews.comments.said import Said, domain, host
from interviews.models.prepared import Given, Prepared
from interviews.search.words import words_of

_HOLDING = Prepared(
    lambda: BlockRule.objects.filter(Q(expires_on=None) | Q(expires_on__gt=Given("today", DateField())))
)


def met_by(comment: Comment, said: Said, network: str) -> list[BlockRule]:
    """The rules that hold today and speak of such a comment, which says that; counted as hits."""
    holding = _HOLDING(today=timezone.localdate())
    if not holding:
        return []
    # As they are seen, and as they were typed: a word can be hidden in an address, and by marks within it.
    words = "|".join(f" {' '.join(words_of(text))} " for text in (comment.name, said.words, comment.body))
    hosts = {*said.hosts, host(comment.url)}
    met = [rule for rule in holding if _speaks_of(rule, words, comment.email.casefold(), hosts, network)]
    if met:
        BlockRule.objects.filter(pk__in=[rule.pk for rule in met]).update(hits=F("hits") + 1)
    return met


def _speaks_of(rule: BlockRule, words: str, email: str, hosts: Iterable[str], network: str) -> bool:
    pattern = rule.pattern.strip().casefold()
    if rule.kind == BlockRule.Kind.WORD:
        sought = " ".join(words_of(pattern))
        return bool(sought) and f" {sought} " in words
    if rule.kind == BlockRule.Kind.ADDRESS:
        return bool(email) and (email == pattern or (pattern.startswith("@") and email.endswith(pattern)))
    if rule.kind == BlockRule.Kind.LINK:
        sought = domain(pattern.removeprefix("www."))
        return any(name == sought or name.endswith(f".{sought}") for name in hosts)
    return bool(network) and _within(network, pattern)


def _within(network: str, pattern: str) -> bool:
    """Whether the network lies in the one the rule names, or the other way round (a rule on a single address)."""
    try:
        theirs, ours = ipaddress.ip_network(network), ipaddress.ip_network(pattern, strict=False)
    except ValueError:
        return False
    return theirs.version == ours.version and theirs.overlaps(ours)
