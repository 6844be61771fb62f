"""Where pages are kept: so much memory and no more, and whatever depends on what changed is gone at once."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable
from contextlib import suppress

from portal.page_cache.entry import Entry

#: What an entry takes beside its bodies, roughly, in bytes.
OVERHEAD = 4096
#: Keys of changes that are remembered; beyond that, all pages are dropped.
MOST_KEYS = 10_000


class Shelf:
    """Those that were not asked for the longest go first. `most` is in bytes; `taken_off` is called when any go."""

    def __init__(self, most: int, taken_off: Callable[[], object] = lambda: None) -> None:
        self._most, self._taken_off = most, taken_off
        self._lock = threading.Lock()
        self._entries: OrderedDict[Hashable, tuple[Entry, int]] = OrderedDict()
        self._by_key: defaultdict[str | None, set[Hashable]] = defaultdict(set)
        self._taken = 0
        self._number = 0
        self._forgotten_up_to = 0
        self._changed: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def number(self) -> int:
        """Of the last change that was told. A page is put in with the number from before it was begun."""
        return self._number

    @property
    def taken(self) -> int:
        """Bytes."""
        return self._taken

    def get(self, place: Hashable) -> Entry | None:
        found = self._entries.get(place)
        if found is None:
            return None
        with suppress(KeyError):  # it was dropped at this moment, and stood when it was asked for
            self._entries.move_to_end(place)
        return found[0]

    def put(self, place: Hashable, entry: Entry, number: int) -> bool:
        """False where what it depends on has changed since that number: it is not kept."""
        size = entry.size * 2 + OVERHEAD  # with its compressed bodies, which come later
        with self._lock:
            if self._has_changed(entry.depends_on, number) or size > self._most // 4:
                return False
            self._drop(place)
            self._entries[place] = entry, size
            self._taken += size
            for key in self._keys_of(entry):
                self._by_key[key].add(place)
            while self._taken > self._most:
                self._drop(next(iter(self._entries)))
            return True

    def change(self, keys: Iterable[str]) -> None:
        """Drops what depends on these, and what depends on any change."""
        with self._lock:
            self._number += 1
            for key in (*keys, None):
                if key is not None:
                    self._changed[key] = self._number
                for place in self._by_key.pop(key, ()):
                    self._drop(place)
            if len(self._changed) > MOST_KEYS:
                self._clear()

    def clear(self) -> None:
        with self._lock:
            self._number += 1
            self._clear()

    def drop(self, place: Hashable) -> None:
        with self._lock:
            self._drop(place)

    def _clear(self) -> None:
        self._entries.clear()
        self._taken_off()
        self._by_key.clear()
        self._changed.clear()
        self._taken, self._forgotten_up_to = 0, self._number

    def _has_changed(self, keys: frozenset[str] | None, number: int) -> bool:
        if number < self._forgotten_up_to:
            return True
        if keys is None:
            return number != self._number
        return any(self._changed.get(key, 0) > number for key in keys)

    def _drop(self, place: Hashable) -> None:
        entry, size = self._entries.pop(place, (None, 0))
        if entry is None:
            return
        self._taken_off()
        self._taken -= size
        for key in self._keys_of(entry):
            places = self._by_key.get(key)
            if places is not None:
                places.discard(place)
                if not places:
                    del self._by_key[key]

    @staticmethod
    def _keys_of(entry: Entry) -> Iterable[str | None]:
        return (None,) if entry.depends_on is None else entry.depends_on
