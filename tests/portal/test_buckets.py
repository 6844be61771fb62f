"""A bucket, as the environment names it; tests/machines/test_bucket.py has one."""

from __future__ import annotations

import pytest

from portal.buckets import Bucket


@pytest.mark.parametrize(
    ("bucket", "service", "style", "origin"),
    [
        (
            Bucket("media", region="eu-north-1"),
            "https://s3.eu-north-1.amazonaws.com",
            "virtual",
            "https://media.s3.eu-north-1.amazonaws.com",
        ),
        (
            Bucket("media", endpoint="https://objects.example.org:9000"),
            "https://objects.example.org:9000",
            "path",
            "https://objects.example.org:9000",
        ),
        (
            Bucket("media", endpoint="https://objects.example.org", public="https://media.example.org/"),
            "https://objects.example.org",
            "path",
            "https://media.example.org",
        ),
    ],
)
def test_what_the_storage_and_browsers_are_told(bucket: Bucket, service: str, style: str, origin: str) -> None:
    options = bucket.storage["OPTIONS"]
    assert (options["endpoint_url"], options["addressing_style"]) == (service, style)
    assert options["access_key"] is None  # boto3 looks for one itself
    assert bucket.origin == origin


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"endpoint": "objects.example.org"}, "S3_ENDPOINT_URL is 'objects.example.org'"),
        ({"public": "ftp://media.example.org"}, "S3_PUBLIC_URL is 'ftp"),
        ({"public": "https://media.example.org"}, "S3_PUBLIC_URL is another address of the service at S3_ENDPOINT_URL"),
        ({"endpoint": "http://a", "public": "https://media.example.org/files/"}, "an address without a path"),
        ({"key": "AKIA"}, "S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together"),
    ],
)
def test_what_cannot_be_is_refused_in_words(given: dict[str, str], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Bucket("media", **given)
