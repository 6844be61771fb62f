from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.db.transaction import on_commit
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: An upload that nobody confirmed for so long is thrown away.
KEPT = timedelta(days=1)
#: What the file as it came is called beside a corrected one; hidden, so that it is no document of its own.
_AS_SENT = ".as-sent"
#: And while it is being written.
_WRITTEN = ".written"


def new_token() -> str:
    return secrets.token_urlsafe(24)


class UploadQuerySet(models.QuerySet):
    def kept(self) -> UploadQuerySet:
        return self.filter(created_at__gt=timezone.now() - KEPT)


class Upload(models.Model):
    """A file that an editor sent to be imported, between the sending and the decision.

    The row is bound to the editor. The file lies below DATA_DIR/uploads, beside what the site serves and not within
    it, in a folder of its own with an unguessable name, for the site's user alone; no address leads there. Both go
    when the editor confirms or cancels; what is older than a day is found no more, and thrown away when the next
    upload begins.
    """

    on_pages = "never"

    token = models.CharField(max_length=40, unique=True, default=new_token)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("who"))
    name = models.CharField(_("file name"), max_length=150)
    digest = models.CharField(max_length=64, help_text="Of the file as it was sent, before any correction.")
    format = models.CharField(_("format"), max_length=40, blank=True)
    tags = models.JSONField(_("tags given"), default=list, blank=True)
    series = models.CharField(_("series given"), max_length=200, blank=True)
    overwrite = models.BooleanField(_("overwrite"), default=False)
    new_version = models.BooleanField(_("new version"), default=False)
    publish = models.BooleanField(_("publish"), default=False)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return _uploads() / self.token / self.name

    @property
    def as_sent(self) -> Path | None:
        """The file as it came, where it was corrected since."""
        kept = self.path.with_name(_AS_SENT)
        return kept if kept.is_file() else None

    def write(self, chunks: Iterable[bytes]) -> None:
        """Puts the file there, or a corrected one in its place; then the one that was sent stays beside it.

        What cannot be written wholly changes nothing. Raises OSError.
        """
        _uploads().mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.parent.mkdir(mode=0o700, exist_ok=True)
        written = self.path.with_name(_WRITTEN)
        try:
            with written.open("wb") as file:
                for chunk in chunks:
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            if self.path.is_file() and self.as_sent is None:
                shutil.copyfile(self.path, self.path.with_name(_AS_SENT))
            written.replace(self.path)
        except BaseException:
            written.unlink(missing_ok=True)
            with suppress(OSError):
                self.path.parent.rmdir()  # nothing else lies in it
            raise

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """The file goes when the row is gone for good."""
        folder = self.path.parent
        gone = super().delete(*args, **kwargs)
        on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
        return gone


def throw_away_old_uploads() -> None:
    """Rows and files of more than a day ago, and files whose row is gone with its user."""
    for upload in Upload.objects.exclude(pk__in=Upload.objects.kept().values("pk")):
        upload.delete()
    if not _uploads().is_dir():
        return
    kept = set(Upload.objects.values_list("token", flat=True))
    for folder in _uploads().iterdir():
        if folder.name not in kept and _age(folder) > timedelta(minutes=10):  # not one that is just being written
            shutil.rmtree(folder, ignore_errors=True)


def _uploads() -> Path:
    return Path(settings.DATA_DIR) / "uploads"


def _age(folder: Path) -> timedelta:
    try:
        return timedelta(seconds=timezone.now().timestamp() - folder.stat().st_mtime)
    except OSError:  # gone in this moment
        return timedelta(0)
