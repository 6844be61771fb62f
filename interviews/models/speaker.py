from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from interviews import portraits, richtext
from interviews.mediafiles import unguessable
from interviews.models.fields import RenderedField
from interviews.models.portrait import PortraitField, RenditionsField
from interviews.models.slugs import free_slug
from interviews.names import initial, name_key, sort_name


def portrait_path(bio: Bio, filename: str) -> str:
    """A new address for each picture, so that it can be cached for ever and guessed by nobody."""
    return f"portraits/{bio.speaker.slug[:40]}-{unguessable()}{portraits.stored_suffix(filename)}"


class SpeakerQuerySet(models.QuerySet):
    def published(self) -> SpeakerQuerySet:
        """Speakers whom the public may hear in at least one interview."""
        from interviews.models.appearance import Appearance

        return self.filter(pk__in=Appearance.objects.published().values("speaker"))


class Speaker(models.Model):
    """A person heard, whatever the role."""

    on_pages = "anywhere"

    name = models.CharField(_("name"), max_length=200)
    sort_name = models.CharField(
        _("sorted as"),
        max_length=200,
        blank=True,
        help_text=_("“Berg, Ola”; made from the name when left empty."),
    )
    slug = models.SlugField(_("address"), max_length=100, unique=True, blank=True)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    website = models.URLField(_("website"), max_length=500, blank=True)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "pk"]
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.complete()
        self.slug = self.slug or free_slug(Speaker.objects.all(), self.name, otherwise="speaker")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("interviews:speaker", args=[self.slug])

    def complete(self) -> None:
        """Fills what follows from the name."""
        self.sort_name = self.sort_name or sort_name(self.name)
        self.name_key = name_key(self.name)[:200]

    @property
    def initial(self) -> str:
        """The letter under which the name is listed: without accents, and # for what is no letter."""
        return initial(name_key(self.sort_name))


class BioQuerySet(models.QuerySet):
    def published(self) -> BioQuerySet:
        """Those by which somebody is introduced in an interview that the public may see."""
        from interviews.models.appearance import Appearance

        return self.filter(pk__in=Appearance.objects.published().exclude(bio=None).values("bio"))


class Bio(models.Model):
    """How a person was introduced as of a date. People are introduced anew each time."""

    on_pages = "anywhere"

    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="bios", verbose_name=_("speaker"))
    as_of = models.DateField(_("as of"), null=True, blank=True)
    text = models.TextField(_("text"), blank=True, help_text=_("Markdown: paragraphs, lists, emphasis, links."))
    html = RenderedField(render="rendered_text")
    language = models.CharField(_("language"), max_length=35, default="en")
    portrait = PortraitField(
        _("portrait"),
        upload_to=portrait_path,
        blank=True,
        help_text=_("JPEG, PNG or WebP. From 576 pixels across it is sharp on every screen."),
    )
    portrait_renditions = RenditionsField(of="portrait")
    portrait_alt = models.CharField(
        _("portrait in words"),
        max_length=300,
        blank=True,
        help_text=_("What someone who cannot see it should know."),
    )

    objects = BioQuerySet.as_manager()

    class Meta:
        ordering = [models.F("as_of").desc(nulls_last=True), "-pk"]
        verbose_name = _("biography")
        verbose_name_plural = _("biographies")
        indexes = [models.Index(fields=["portrait"], name="bio_of_portrait")]

    def __str__(self) -> str:
        dated = f" ({self.as_of})" if self.as_of else ""
        return f"{self.text[:60] or self.portrait_alt}…{dated}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if "portrait" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "portrait_renditions"}
        super().save(*args, **kwargs)

    def rendered_text(self) -> str:
        return richtext.prose(self.text, self.language)

    @property
    def portrait_as_shown(self) -> dict[str, Any]:
        """The portrait's own size and its copies (see RenditionsField); empty where there are none of this one."""
        known: dict[str, Any] = self.portrait_renditions
        return known if known.get("renditions") and known["of"] == self.portrait.name else {}

    @property
    def shown_names(self) -> list[str]:
        """The stored names of what readers get of the portrait, the smallest first: its copies.

        The picture as it was sent, with what the camera noted, is theirs only where no copy could be made.
        """
        copies = [copy["name"] for copy in self.portrait_as_shown.get("renditions", ())]
        return copies or [self.portrait.name] * bool(self.portrait)

    @property
    def portrait_address(self) -> str:
        """Of the largest copy that readers get; empty where there is no portrait."""
        return self.portrait.storage.url(self.shown_names[-1]) if self.portrait else ""
