"""The cache that nodes share, with a real Redis and without."""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches as made_of
from django.test import override_settings

from portal.caches import TIMEOUT, caches
from tests.machines.conftest import of_redis
from tests.machines.postgresql import free_port
from tests.machines.redis_server import RedisServer


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with RedisServer(of_redis()) as server:
        yield server


def of(address: str) -> Any:
    with override_settings(CACHES=caches(address)):
        return made_of.create_connection("default")


def comes_up(cache: Any) -> bool:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        cache.set("up", 1)
        if cache.get("up"):
            return True
        time.sleep(0.05)
    return False


def test_without_an_address_each_process_has_its_own() -> None:
    assert caches("")["default"]["BACKEND"].endswith("LocMemCache")


class Opens:
    """What runs a program where it is loaded."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.place),)


def test_what_lies_in_redis_is_words_and_never_a_program(tmp_path: Path) -> None:
    serializer = of("redis://127.0.0.1:1/0")._cache._serializer
    for value in ("down", True, 7, None, ["a", 1.5]):
        assert serializer.loads(serializer.dumps(value)) == value
    assert serializer.loads(pickle.dumps(Opens(tmp_path / "opened"))) is None
    assert not (tmp_path / "opened").exists()
    with pytest.raises(TypeError):
        serializer.dumps(Opens(tmp_path))


@pytest.mark.slow
def test_what_one_node_keeps_another_finds(redis: RedisServer) -> None:
    one, other = of(redis.url), of(redis.url)
    assert comes_up(one)
    one.set("letters", "down", 60)
    assert other.get("letters") == "down"
    assert other.add("letters", "up") is False
    assert "letters" in other
    other.delete("letters")
    assert one.get("letters", "nothing") == "nothing"


@pytest.mark.slow
def test_one_that_stops_is_an_empty_one_and_is_found_again(redis: RedisServer) -> None:
    cache = of(redis.url)
    assert comes_up(cache)
    redis.stop()
    assert_empty(cache)


def test_one_that_never_was_is_an_empty_one() -> None:
    pytest.importorskip("redis")
    assert_empty(of(f"redis://127.0.0.1:{free_port()}/0"))


def assert_empty(cache: Any) -> None:
    began = time.monotonic()
    cache.set("letters", "down", 60)
    assert cache.get("letters") is None
    assert cache.get("letters", "nothing") == "nothing"
    assert cache.add("letters", 1) is False
    assert cache.get_many(["letters"]) == {}
    assert cache.set_many({"letters": 1}) == []
    assert "letters" not in cache
    assert cache.delete("letters") is False
    cache.delete_many(["letters"])
    cache.clear()
    assert time.monotonic() - began < 10 * TIMEOUT
