"""Media in a bucket: many nodes have the same, and the service gives them out, range by range.

Their addresses are the site's own (`/media/…`) wherever they lie, so that no page and no feed has one in it that ends;
`portal.media` leads from there to the file.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property, wraps
from typing import Any
from urllib.parse import urlsplit

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.utils.encoding import filepath_to_uri
from django.utils.http import content_disposition_header
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from interviews.mediafiles import address_with_key
from portal.buckets import BucketAway
from portal.media import MAX_AGE, MEDIA_TYPES

#: Seconds for which a signed address leads to a file. Players keep it while somebody listens and seeks.
VALID_FOR = 12 * 60 * 60
#: Services other than Amazon's know no checksums but those that they must; and nobody waits for one that is away.
_CONFIG = Config(
    signature_version="s3v4",
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    connect_timeout=3,
    read_timeout=20,
    retries={"total_max_attempts": 2},
)


@contextmanager
def _as_of_a_disk(name: str = "") -> Iterator[None]:
    """Errors as those of a disk, which who stores files is ready for."""
    try:
        yield
    except ClientError as error:
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404:
            raise FileNotFoundError(f"There is no {name} in the bucket.") from error
        raise BucketAway(f"{name}: {error}") from error
    except BotoCoreError as error:
        raise BucketAway(f"{name}: {error}") from error


def _of_a_disk(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def done(self: RemoteMedia, name: str, *args: Any, **kwargs: Any) -> Any:
        with _as_of_a_disk(name):
            return method(self, name, *args, **kwargs)

    return done


class RemoteMedia(S3Storage):
    """django-storages’, with the promises of files on a disk: nothing is overwritten, and what fails is an OSError."""

    def __init__(self, public: str = "", **options: Any) -> None:
        """`public`: where browsers reach the service, where that is not the address that is asked here."""
        style = {"addressing_style": options.pop("addressing_style")}
        config = _CONFIG.merge(Config(s3=style))
        super().__init__(**options, client_config=config, file_overwrite=False, querystring_expire=VALID_FOR)
        self._public = public.rstrip("/")

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """The lasting address, of the site itself."""
        return address_with_key(settings.MEDIA_URL + filepath_to_uri(name), name)

    def address(self, name: str, method: str = "GET") -> str:
        """Where the file is fetched from now, by whoever has this address until it ends; whether it is there is not
        asked."""
        asked = {"Bucket": self.bucket_name, "Key": clean_name(name)}
        return str(self._signing.generate_presigned_url("get_object", asked, VALID_FOR, method))

    def unsigned(self, name: str) -> set[str]:
        """Where somebody would ask for the file who knows its name, and was given no address."""
        address = urlsplit(self.address(name))
        asked = {address._replace(query="").geturl()}
        if self._public:
            service = urlsplit(self.endpoint_url)
            asked.add(address._replace(scheme=service.scheme, netloc=service.netloc, query="").geturl())
        return asked

    @cached_property
    def _signing(self) -> Any:
        """One for all threads: each that is made, as django-storages does for each, takes ten megabytes."""
        return self._create_session().client(
            "s3",
            region_name=self.region_name,
            endpoint_url=self._public or self.endpoint_url,
            config=self.client_config,
        )

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        """As `portal.media` would say it of a file on a disk."""
        media_type = MEDIA_TYPES.get(os.path.splitext(name)[1].lower())
        told = {"CacheControl": f"public, max-age={MAX_AGE}", "ContentType": media_type or "application/octet-stream"}
        disposition = content_disposition_header(media_type is None, name.rpartition("/")[2])
        return {**told, "ContentDisposition": disposition}

    def replace(self, name: str, content: bytes) -> None:
        """Stores this under that name, in place of what may be there: whoever reads it finds the one or the other."""
        self._save(name, ContentFile(content))

    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError(f"{name}: what lies in a bucket is read, or stored whole.")
        return File(io.BufferedReader(_Ranged(self, clean_name(name)), 64 * 1024), name)

    _save = _of_a_disk(S3Storage._save)
    delete = _of_a_disk(S3Storage.delete)
    exists = _of_a_disk(S3Storage.exists)
    listdir = _of_a_disk(S3Storage.listdir)
    size = _of_a_disk(S3Storage.size)
    get_modified_time = _of_a_disk(S3Storage.get_modified_time)


class _Ranged(io.RawIOBase):
    """Fetches what is read and no more: the length of a recording stands in its first and last kilobytes."""

    def __init__(self, storage: RemoteMedia, name: str) -> None:
        self._object, self._name = storage.bucket.Object(name), name
        self._place, self._body = 0, None
        with _as_of_a_disk(name):
            self._size = self._object.content_length

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        place = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size}[whence]
        if place != self._place:
            self._let_go()
            self._place = max(place, 0)
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: Any) -> int:
        if self._place >= self._size:
            return 0
        with _as_of_a_disk(self._name):
            if self._body is None:
                self._body = self._object.get(Range=f"bytes={self._place}-")["Body"]
            read = self._body.read(len(buffer))
        buffer[: len(read)] = read
        self._place += len(read)
        return len(read)

    def _let_go(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None

    def close(self) -> None:
        self._let_go()
        super().close()
