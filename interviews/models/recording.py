from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from interviews import timecode
from interviews.mediafiles import media_type_of, stored_name, unguessable
from interviews.models.fields import TimecodeField
from interviews.models.interview import Interview

if TYPE_CHECKING:
    from tinytag import TinyTag

#: kbit/s; more is a mistake of the file, and would not fit its column.
_HIGHEST_BITRATE = 10_000_000


def recording_path(recording: Recording, filename: str) -> str:
    """A new address for each file, so that it can be cached for ever and guessed by nobody."""
    return f"recordings/{unguessable()}/{stored_name(filename)}"


class RecordingQuerySet(models.QuerySet):
    def published(self) -> RecordingQuerySet:
        return self.filter(interview__in=Interview.objects.published())

    def playable(self) -> RecordingQuerySet:
        return self.exclude(file="", url="")


class Recording(models.Model):
    """The audio or video: an uploaded file, or an address elsewhere. With neither, it was announced only."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="recordings", verbose_name=_("interview"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    file = models.FileField(_("file"), upload_to=recording_path, max_length=300, blank=True)
    url = models.URLField(_("address"), max_length=2000, blank=True)  # prefixes that count downloads pile up
    media_type = models.CharField(_("media type"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("bytes"), null=True, blank=True, editable=False)
    duration = TimecodeField(_("length"), null=True, blank=True)
    bitrate = models.PositiveIntegerField(_("kbit/s"), null=True, blank=True, editable=False)  # of a file, on average

    objects = RecordingQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        indexes = [
            models.Index(fields=["interview"], condition=~models.Q(file="", url=""), name="recording_playable"),
            models.Index(fields=["interview", "duration"], name="recording_length"),
            models.Index(fields=["file"], name="recording_of_file"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(file="") | models.Q(url=""), name="recording_here_or_elsewhere"),
            models.CheckConstraint(
                condition=models.Q(duration=None) | models.Q(duration__gte=timedelta(0)),
                name="recording_duration_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.address or str(_("announced, address unknown"))

    def save(self, *args: object, **kwargs: object) -> None:
        self.media_type = self.media_type or media_type_of(self.file.name or self.url)
        super().save(*args, **kwargs)
        if not self.file:
            return
        # Of the stored file: one that is being uploaded would be closed by who reads it first.
        known = self.size, self.duration, self.bitrate, self.media_type
        self.size = _bytes(self.file)
        if self.duration is None or self.bitrate is None or not self.media_type:
            sound = measured(self.file)
            self.duration = sound.duration if self.duration is None else self.duration
            self.bitrate = sound.bitrate if self.bitrate is None else self.bitrate
            self.media_type = self.media_type or sound.media_type
        if known != (self.size, self.duration, self.bitrate, self.media_type):
            super().save(update_fields=["size", "duration", "bitrate", "media_type"])

    @property
    def address(self) -> str:
        return self.file.url if self.file else self.url

    @property
    def is_video(self) -> bool:
        return self.media_type.startswith("video/")


def _bytes(file: models.fields.files.FieldFile) -> int | None:
    """How large the stored file is; None where it is not there."""
    try:
        return int(file.storage.size(file.name))
    except OSError:
        return None


class Sound(NamedTuple):
    """What a file says of its sound; `bitrate` in kbit/s. What cannot be told is None, or empty."""

    duration: timedelta | None = None
    bitrate: int | None = None
    media_type: str = ""


def measured(file: models.fields.files.FieldFile) -> Sound:
    """What a stored file says; nothing where it cannot be read."""
    from tinytag import TinyTag, TinyTagException

    try:
        with file.storage.open(file.name) as opened:
            read, size = TinyTag.get(filename=file.name, file_obj=opened), opened.size
    except (TinyTagException, OSError):
        return Sound()
    seconds = read.duration or 0
    # A recorder that streams does not know the length, and writes the largest number there is into a WAV's head.
    possible = 0 < seconds <= timecode.LONGEST.total_seconds() and not _promises_more(read, size)
    if not possible:
        return Sound()
    rate = read.bitrate or 0
    return Sound(
        timedelta(seconds=round(seconds, 3)),
        round(rate) if 1 <= rate < _HIGHEST_BITRATE else None,
        (read.mime_type or "").partition(";")[0][:100],
    )


def _promises_more(read: TinyTag, size: int) -> bool:
    """Whether the head of a WAV file speaks of more sound than the file can hold."""
    wav = (read.mime_type or "").startswith("audio/wav")
    return wav and read.duration * (read.bitrate or 0) * 1000 / 8 > size
