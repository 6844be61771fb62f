"""What an editor sends, and on which terms."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interviews.admin.importing.uploaded import PASTED
from interviews.admin.tag_names import TagNamesField
from interviews.documents.readers import READERS
from interviews.documents.source_file import LARGEST
from interviews.models import Series, Upload

MEGABYTE = 1024 * 1024
#: Bytes of an archive, packed and unpacked: a page waits for it. Larger ones are for the command.
LARGEST_ARCHIVE = 512 * MEGABYTE
LARGEST_UNPACKED = 2048 * MEGABYTE
#: Bytes (UTF-8) of a text that can be typed or corrected here; what a form may hold, with room for the rest.
LARGEST_TEXT = 1_000_000


class OptionsForm(forms.Form):
    """The terms. What the editor may not ask for is not in the form."""

    format = forms.ChoiceField(
        label=_("Format"), required=False, help_text=_("Only where the content is taken for something else.")
    )
    tags = TagNamesField(
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("For each interview. With commas between them."),
    )
    series = forms.CharField(
        label=_("Series"),
        required=False,
        max_length=Series._meta.get_field("title").max_length,
        widget=forms.TextInput(attrs={"list": "known-series", "class": "vTextField"}),
        help_text=_("For each interview; a new name makes a new series."),
    )
    new_version = forms.BooleanField(
        label=_("New version of what was uploaded under this name"),
        required=False,
        help_text=_("Otherwise a file that differs is an interview of its own."),
    )
    overwrite = forms.BooleanField(
        label=_("Overwrite what editors changed"),
        required=False,
        help_text=_("Otherwise an editor’s words stay where the file says something else."),
    )
    publish = forms.BooleanField(
        label=_("Publish at once"), required=False, help_text=_("Otherwise new interviews are drafts.")
    )
    names = ("format", "tags", "series", "new_version", "overwrite", "publish")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = [("", _("the content tells")), *((name, name) for name in READERS)]
        if not user.has_perm("interviews.change_interview"):
            del self.fields["overwrite"]
        if not user.has_perm("interviews.publish_interview"):
            del self.fields["publish"]

    @property
    def options(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names if name in self.fields]

    def terms(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name, False) for name in self.names}


class SendForm(OptionsForm):
    """The first step: a file, or words."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("A page, a Word or OHMS file, subtitles, a feed …, or a .zip of many with what lies beside them."),
    )
    pasted = forms.CharField(
        label=_("Or text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "import-text", "spellcheck": "false"}),
        help_text=_("Copied from a page or a letter."),
    )

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data["file"]
        if file is None:
            return None
        packed = _is_archive(file.name)
        largest = LARGEST_ARCHIVE if packed else LARGEST
        if file.size > largest:
            raise forms.ValidationError(_too_large(file.size, largest))
        if packed and (unpacked := _unpacked_size(file)) > LARGEST_UNPACKED:
            raise forms.ValidationError(_too_large(unpacked, LARGEST_UNPACKED))
        return file

    def clean_pasted(self) -> str:
        return _checked_text(self.cleaned_data["pasted"])

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.errors:
            return given
        file, text = given.get("file"), given.get("pasted", "").strip()
        if not file and not text:
            raise forms.ValidationError(gettext("Choose a file, or paste a text."))
        if file and text:
            raise forms.ValidationError(gettext("Either a file or a text, please: there are both."))
        return given

    def save(self, user: Any) -> Upload:
        """The upload, waiting for its preview."""
        file = self.cleaned_data["file"]
        upload = Upload(by=user, name=_tidy(file.name) if file else PASTED, **self.terms())
        digest = hashlib.sha256()

        def counted() -> Iterator[bytes]:
            for chunk in file.chunks() if file else [self.cleaned_data["pasted"].encode()]:
                digest.update(chunk)
                yield chunk

        upload.write(counted())
        upload.digest = digest.hexdigest()
        upload.save()
        return upload


class CorrectionForm(OptionsForm):
    """The second step: the terms again, and the text where there is one to be corrected."""

    text = forms.CharField(
        label=_("Text"),
        strip=False,
        widget=forms.Textarea(
            attrs={
                "rows": 24,
                "class": "import-text",
                "spellcheck": "false",
                "data-edit": _("Go to this line in the text below"),
            }
        ),
    )

    def __init__(self, *args: Any, upload: Upload, text: str | None, **kwargs: Any) -> None:
        initial = {name: getattr(upload, name) for name in self.names}
        super().__init__(*args, initial={**initial, "text": text}, **kwargs)
        self.upload, self.text = upload, text
        if text is None:
            del self.fields["text"]

    def clean_text(self) -> str:
        return _checked_text(self.cleaned_data["text"])

    @property
    def differs(self) -> bool:
        """Whether anything is other than in the preview that it was sent from."""
        stored = {name: getattr(self.upload, name) for name in self.names if name in self.fields}
        asked = {name: self.cleaned_data[name] for name in stored}
        return stored != asked or self.cleaned_data.get("text") != self.text

    def save(self) -> None:
        for name, value in self.terms().items():
            setattr(self.upload, name, value)
        self.upload.save()
        text = self.cleaned_data.get("text")
        if text is not None and text != self.text:
            self.upload.write([encoded(text)])


def encoded(text: str) -> bytes:
    """A corrected text as a file of UTF-8, whatever the file that was sent said of itself."""
    head, rest = text[:200], text[200:]
    head = re.sub(r"(<\?xml\b[^>]{0,100}?encoding\s*=\s*)([\"'])[^\"']{0,40}\2", r"\1\2UTF-8\2", head, count=1)
    is_html = "<html" in text[:4096].casefold()
    return (head + rest).encode("utf-8-sig" if is_html else "utf-8")


def _checked_text(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if (size := len(text.encode())) > LARGEST_TEXT:
        raise forms.ValidationError(_too_large(size, LARGEST_TEXT))
    return text


def _too_large(size: int, largest: int) -> str:
    message = gettext(
        "These are %(size)s MB, more than the %(largest)s that are taken here. Split it, or let the operator import it."
    )
    return message % {"size": f"{size / MEGABYTE:.1f}", "largest": f"{largest / MEGABYTE:.0f}"}


def _is_archive(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() == ".zip"


def _unpacked_size(file: UploadedFile) -> int:
    """As the archive promises, which the loader holds it to; what is no archive is the loader's to refuse."""
    try:
        with zipfile.ZipFile(file) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return 0
    finally:
        file.seek(0)


def _tidy(name: str) -> str:
    """A name that a file can have, not hidden, with its suffix."""
    name = "".join(sign if sign.isprintable() and sign not in "/\\" else "_" for sign in name).lstrip(".") or "document"
    path = PurePosixPath(name)
    suffix = path.suffix[:20]
    stem = name[: len(name) - len(path.suffix)] if path.suffix else name
    while len((stem + suffix).encode()) > 150:
        stem = stem[:-1]
    return stem + suffix
