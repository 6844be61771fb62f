"""A bucket of an S3-compatible storage for media, as the environment names it, and as Django wants to be told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


class BucketAway(OSError):
    """The service does not answer, or does not let the site do what it must."""


@dataclass(frozen=True)
class Bucket:
    """The bucket is nobody’s to read but the site’s: what readers get is signed for them.

    `endpoint` is the address of the service, where it is not Amazon’s; `public` is where browsers reach that service,
    where they do so by another one.
    """

    name: str
    region: str = "us-east-1"
    endpoint: str = ""
    key: str = ""
    secret: str = ""
    public: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError, in words for whoever set the environment."""
        for variable, address in (("S3_ENDPOINT_URL", self.endpoint), ("S3_PUBLIC_URL", self.public)):
            parts = urlsplit(address)
            if address and not (parts.scheme in ("http", "https") and parts.hostname):
                raise ValueError(f"{variable} is {address!r}: it is an address, such as https://media.example.org.")
        if self.public and not self.endpoint:
            raise ValueError("S3_PUBLIC_URL is another address of the service at S3_ENDPOINT_URL, which is not set.")
        if urlsplit(self.public).path.strip("/"):
            # What is signed is the path too, and the service must be asked for that very one.
            raise ValueError(f"S3_PUBLIC_URL is {self.public!r}: it is an address without a path.")
        if bool(self.key) != bool(self.secret):
            raise ValueError("S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together: one of them is missing.")

    @property
    def _service(self) -> str:
        return self.endpoint or f"https://s3.{self.region}.amazonaws.com"

    @property
    def origin(self) -> str:
        """What browsers fetch the files from, for the content security policy: ``https://media.example.org``."""
        if self.public or self.endpoint:
            parts = urlsplit(self.public or self.endpoint)
            return f"{parts.scheme}://{parts.netloc}"
        return f"https://{self.name}.{urlsplit(self._service).netloc}"

    @property
    def storage(self) -> dict[str, Any]:
        """What `STORAGES` has of it. Services of one's own rarely have a name for each bucket, Amazon's always."""
        options = {
            "bucket_name": self.name,
            "region_name": self.region,
            "endpoint_url": self._service,
            "addressing_style": "path" if self.endpoint else "virtual",
            "access_key": self.key or None,
            "secret_key": self.secret or None,
        }
        return {"BACKEND": "portal.remote_media.RemoteMedia", "OPTIONS": {**options, "public": self.public}}
