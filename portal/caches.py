"""The cache: in the memory of each process, or in a Redis that several nodes share."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache

log = logging.getLogger(__name__)

#: Seconds after which a Redis that does not answer is given up: it is there to save time.
TIMEOUT = 0.5
#: What is kept stays apart from what others keep in the same Redis.
PREFIX = "interviews"


def caches(redis_url: str) -> dict[str, dict[str, Any]]:
    """`CACHES`, with the Redis at that address, or without one."""
    if not redis_url:
        return {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    options: dict[str, Any] = {"socket_connect_timeout": TIMEOUT, "socket_timeout": TIMEOUT}
    options["serializer"] = "portal.caches.AsJson"
    redis = {"BACKEND": "portal.caches.Redis", "LOCATION": redis_url, "KEY_PREFIX": PREFIX, "OPTIONS": options}
    return {"default": redis}


class AsJson:
    """Words, numbers and lists of them, in place of Django's pickle: who can write to that Redis runs nothing here."""

    def dumps(self, value: Any) -> bytes:
        """Raises TypeError for anything else."""
        return json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        """None of what is no JSON: an earlier version kept it, or somebody else."""
        try:
            return json.loads(data)
        except ValueError:
            return None


def _passing_over(method: Callable[..., Any], otherwise: Any) -> Callable[..., Any]:
    """The method of Django's, which answers this where Redis does not answer."""

    @wraps(method)
    def forgiving(*args: Any, **kwargs: Any) -> Any:
        from redis.exceptions import RedisError  # installed where it is used

        try:
            return method(*args, **kwargs)
        except RedisError as error:
            log.warning("the cache does not answer, and is passed over: %s", error)
            return otherwise

    return forgiving


class Redis(RedisCache):
    """Django's, but one that is away is an empty one: nothing is found in it, and nothing kept."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        # Asked again and again, as it is by default, it would cost seconds instead of saving some.
        options = {"retry": Retry(NoBackoff(), 0), **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return _passing_over(super().get, default)(key, default, version)

    add = _passing_over(RedisCache.add, False)
    set = _passing_over(RedisCache.set, None)
    touch = _passing_over(RedisCache.touch, False)
    delete = _passing_over(RedisCache.delete, False)
    has_key = _passing_over(RedisCache.has_key, False)
    get_many = _passing_over(RedisCache.get_many, {})
    set_many = _passing_over(RedisCache.set_many, [])
    delete_many = _passing_over(RedisCache.delete_many, None)
    clear = _passing_over(RedisCache.clear, False)
