from __future__ import annotations

import re
from pathlib import PurePosixPath

from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from interviews.models.fields import TimecodeField
from interviews.models.interview import Interview

#: By suffix, for the addresses that come without a type.
MEDIA_TYPES = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "webm": "video/webm",
    "mp4": "video/mp4",
}


def recording_path(recording: Recording, filename: str) -> str:
    """A new address for each file, so that it can be cached for ever and guessed by nobody."""
    name = re.sub(r"[^\w.-]+", "-", PurePosixPath(filename).name)[-80:]
    return f"recordings/{get_random_string(10).lower()}/{name}"


class RecordingQuerySet(models.QuerySet):
    def playable(self) -> RecordingQuerySet:
        return self.exclude(file="", url="")


class Recording(models.Model):
    """The audio or video: an uploaded file, or an address elsewhere. With neither, it was announced only."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="recordings", verbose_name=_("interview"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    file = models.FileField(_("file"), upload_to=recording_path, max_length=300, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    media_type = models.CharField(_("media type"), max_length=100, blank=True)
    duration = TimecodeField(_("length"), null=True, blank=True)

    objects = RecordingQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        constraints = [
            models.CheckConstraint(condition=models.Q(file="") | models.Q(url=""), name="recording_here_or_elsewhere"),
        ]

    def __str__(self) -> str:
        return self.address or str(_("announced, address unknown"))

    def save(self, *args: object, **kwargs: object) -> None:
        suffix = (self.file.name or self.url).partition("?")[0].rpartition(".")[2].lower()
        self.media_type = self.media_type or MEDIA_TYPES.get(suffix, "")
        if self.file and self.duration is None:
            self.duration = _measured(self.file)
        super().save(*args, **kwargs)

    @property
    def address(self) -> str:
        return self.file.url if self.file else self.url

    @property
    def is_video(self) -> bool:
        return self.media_type.startswith("video/")


def _measured(file: models.fields.files.FieldFile) -> object:
    """The length of an uploaded file, or None where it cannot be told."""
    from datetime import timedelta

    from tinytag import TinyTag, TinyTagException

    try:
        with file.open("rb") as opened:
            seconds = TinyTag.get(filename=file.name, file_obj=opened).duration
            opened.seek(0)
    except (TinyTagException, OSError):
        return None
    return timedelta(seconds=round(seconds, 3)) if seconds else None
