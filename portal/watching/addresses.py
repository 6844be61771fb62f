"""Where operators' programs ask. These are no pages: nothing is kept of them, and no language is theirs."""

from __future__ import annotations

HEALTHZ, READYZ, METRICS = "/healthz", "/readyz", "/metrics"

#: Answered before all else, by whatever name the machine was asked.
APART = frozenset({HEALTHZ, READYZ, METRICS})
