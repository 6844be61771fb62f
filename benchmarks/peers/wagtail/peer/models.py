"""An interview as a Wagtail page: a StreamField of questions and answers, people as snippets, comments in rows.

Written for speed where Wagtail leaves a choice: related rows are prefetched, and nothing is asked twice.
"""

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page
from wagtail.snippets.models import register_snippet


@register_snippet
class Speaker(models.Model):
    name = models.CharField(max_length=200)
    biography = RichTextField(blank=True)

    panels = [FieldPanel("name"), FieldPanel("biography")]

    def __str__(self):
        return self.name


class QuestionBlock(blocks.StructBlock):
    time = blocks.IntegerBlock(help_text="Seconds from the beginning.")
    question = blocks.TextBlock()
    answer = blocks.RichTextBlock(required=False)
    tags = blocks.ListBlock(blocks.CharBlock(), required=False)

    class Meta:
        template = "peer/question.html"


class InterviewTag(TaggedItemBase):
    content_object = ParentalKey("peer.InterviewPage", related_name="tagged_items", on_delete=models.CASCADE)


class InterviewIndexPage(Page):
    subpage_types = ["peer.InterviewPage"]


class InterviewPage(Page):
    introduction = RichTextField(blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    series = models.CharField(max_length=200, blank=True)
    recorded_on = models.DateField(null=True, blank=True)
    recording_url = models.URLField(blank=True)
    duration = models.PositiveIntegerField(default=0)
    tags = ClusterTaggableManager(through=InterviewTag, blank=True)
    body = StreamField([("question", QuestionBlock())], blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("organisation"),
        FieldPanel("series"),
        FieldPanel("recorded_on"),
        FieldPanel("recording_url"),
        FieldPanel("duration"),
        FieldPanel("tags"),
        InlinePanel("appearances", label="People"),
        FieldPanel("body"),
    ]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        people = list(self.appearances.select_related("speaker"))
        tags = list(self.tags.all())
        related = InterviewPage.objects.live().filter(tags__in=tags).exclude(pk=self.pk).distinct()
        context.update(
            people=people,
            hosts=[person for person in people if person.role == "interviewer"],
            guests=[person for person in people if person.role != "interviewer"],
            tags=tags,
            threads=self.threads(),
            related=related.order_by("-first_published_at")[:4],
        )
        return context

    def threads(self):
        """The approved comments as (comment, depth), each below what it answers. One query."""
        below = {}
        for comment in self.comments.filter(approved=True).order_by("created_at", "pk"):
            below.setdefault(comment.parent_id, []).append(comment)
        shown, waiting = [], [(comment, 0) for comment in reversed(below.get(None, []))]
        while waiting:
            comment, depth = waiting.pop()
            shown.append((comment, depth))
            waiting += [(reply, depth + 1) for reply in reversed(below.get(comment.pk, []))]
        return shown


class Appearance(Orderable):
    page = ParentalKey(InterviewPage, related_name="appearances", on_delete=models.CASCADE)
    speaker = models.ForeignKey(Speaker, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, default="guest")
    title = models.CharField(max_length=400, blank=True)

    panels = [FieldPanel("speaker"), FieldPanel("role"), FieldPanel("title")]


class Comment(models.Model):
    page = models.ForeignKey(InterviewPage, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    name = models.CharField(max_length=60)
    body = models.TextField()
    approved = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    def __str__(self):
        return f"{self.name}: {self.body[:60]}"
