"""The column of a portrait, and the one of its copies that pages show."""

from __future__ import annotations

import logging
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from interviews import portraits
from interviews.models.room import check_room

_log = logging.getLogger(__name__)


class PortraitFormField(forms.ImageField):
    """Takes what `portraits.check` takes, and says in words why not."""

    default_error_messages = {
        "unknown_format": _("Not every browser shows this kind of picture. Save it as JPEG, PNG or WebP."),
        "too_many_pixels": _(
            "The picture has too many pixels; up to %(most)s million are taken. Save it smaller: "
            "no page shows more than %(shown)s across."
        ),
        "broken": _("The picture is cut off or damaged. Save it anew from the original."),
    }

    def to_python(self, data: Any) -> Any:
        sent = forms.FileField.to_python(self, data)
        if sent is not None:
            check_room(sent)
        unfit = _why_unfit(sent) if sent is not None else None
        if unfit and unfit.code != "unknown_format":
            raise self._refusal(unfit.code)
        taken = super().to_python(data)  # tells what is a picture at all
        if unfit:
            raise self._refusal(unfit.code)
        return taken

    def _refusal(self, code: str) -> ValidationError:
        params = {"most": portraits.MOST_PIXELS // 1_000_000, "shown": max(portraits.SIDES.values())}
        return ValidationError(self.error_messages[code], code=code, params=params)


def _why_unfit(sent: Any) -> portraits.UnfitPicture | None:
    try:
        portraits.check(sent)
    except portraits.UnfitPicture as unfit:
        return unfit
    finally:
        sent.seek(0)
    return None


class PortraitField(models.ImageField):
    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"form_class": PortraitFormField, **kwargs})


class RenditionsField(models.JSONField):
    """What is known of the copies of the picture in the column `of`, made when a row with another picture is saved.

    ``{"of": name, "width": 640, "height": 640, "renditions": [{"name": …, "width": 192, "height": 192}, …]}``, sizes
    in pixels, the smallest first; without them where none could be made: then the picture is shown as it came, and the
    log says why. Like a RenderedField it knows nothing of an `update()`. Both columns belong into an `update_fields`.
    """

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{**kwargs, "editable": False, "blank": True, "default": dict})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        portrait: FieldFile = getattr(model_instance, self.of)  # stored: its column stands before this one
        known = getattr(model_instance, self.attname)
        if known.get("of", "") != (portrait.name or ""):
            known = _rendered_or_told(portrait) if portrait else {}
            setattr(model_instance, self.attname, known)
        return known

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for implied in ("editable", "blank", "default"):
            kwargs.pop(implied, None)
        return name, path, args, {**kwargs, "of": self.of}


def render(storage: Storage, name: str) -> dict[str, Any]:
    """Makes and stores the copies of a stored picture, in place of older ones; gives what a RenditionsField keeps.

    Raises UnfitPicture, and what the storage raises: one on the network has errors of its own.
    """
    with storage.open(name) as stored:
        rendered = portraits.render(stored)
    return {
        "of": name,
        "width": rendered.width,
        "height": rendered.height,
        "renditions": [
            {"name": _stored(storage, name, copy), "width": copy.width, "height": copy.height}
            for copy in rendered.renditions
        ],
    }


def delete_renditions(storage: Storage, name: str) -> None:
    """Deletes the copies of a file that is being deleted; harmless where there are none, or it is no picture."""
    for copy in portraits.rendition_names(name):
        if storage.exists(copy):
            storage.delete(copy)


def _rendered_or_told(portrait: FieldFile) -> dict[str, Any]:
    """Never raises: a portrait is no reason to lose what else is being saved."""
    try:
        return render(portrait.storage, portrait.name)
    except Exception as error:
        _log.warning("%s is shown as it is, since no copies of it could be made: %s", portrait.name, error)
        return {"of": portrait.name}


def _stored(storage: Storage, name: str, copy: portraits.Rendition) -> str:
    """A row may name the copy that is there: it stays until the new one takes its place."""
    wanted = portraits.rendition_name(name, copy.density)
    if storage.exists(wanted):
        if hasattr(storage, "replace"):  # those that the portal has
            storage.replace(wanted, copy.content)
            return wanted
        storage.delete(wanted)
    return storage.save(wanted, ContentFile(copy.content))
