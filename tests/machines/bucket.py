"""A bucket of a real server that speaks as S3 does, for the tests that want one."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from urllib.request import urlopen

import pytest

from portal.buckets import Bucket
from tests.machines.postgresql import free_port


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + 60
            while True:
                try:
                    urlopen(f"http://127.0.0.1:{port}/moto-api/", timeout=5).close()
                    break
                except OSError:
                    assert process.poll() is None and time.monotonic() < until
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture
def bucket(service: str, settings: Any) -> Iterator[Any]:
    """The bucket as the service has it; all media of the site go there."""
    known = Bucket("media", endpoint=service, key="somebody", secret="who may")
    import boto3  # by these tests alone: it takes its time

    who = {"aws_access_key_id": "somebody", "aws_secret_access_key": "who may", "region_name": "us-east-1"}
    there = boto3.resource("s3", endpoint_url=service, **who).create_bucket(Bucket="media")
    settings.STORAGES = {**settings.STORAGES, "default": known.storage}
    settings.S3_BUCKET = "media"
    settings.CONTENT_SECURITY_POLICY = deepcopy(settings.CONTENT_SECURITY_POLICY)
    settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(known.origin)
    yield there
    there.objects.all().delete()
    there.delete()
