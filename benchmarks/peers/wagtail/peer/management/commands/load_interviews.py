"""The standard interview (a document as JSON), and others beside it, as pages."""

import json
from datetime import date, datetime
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.html import escape
from django.utils.timezone import now
from wagtail.models import Page, Site

from peer.models import Appearance, Comment, InterviewIndexPage, InterviewPage, Speaker


class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("document", type=Path)
        parser.add_argument("--others", type=int, default=100)

    @transaction.atomic
    def handle(self, document, others, **options):
        said = json.loads(document.read_text())
        root = Page.get_first_root_node()
        home = root.add_child(instance=InterviewIndexPage(title="Recorded Interviews", slug="start"))
        Site.objects.all().delete()
        Site.objects.create(hostname="127.0.0.1", root_page=home, is_default_site=True, site_name="Recorded Interviews")
        index = home.add_child(instance=InterviewIndexPage(title="Interviews", slug="interviews"))
        people = [
            (person, Speaker.objects.create(name=person["name"], biography=rich(person.get("bio", ""))))
            for person in said["appearances"]
        ]
        for number in range(others):
            page = page_of(said, f"other-{number}")
            # A tag of the standard interview on one in ten, as in the other archive few share any.
            page.tags.add(*(said["tags"] if number % 10 == 0 else [f"tag {number}"]))
            index.add_child(instance=page)
        page = page_of(said, "standard")
        page.tags.add(*said["tags"])
        index.add_child(instance=page)
        for order, (person, speaker) in enumerate(people):
            role, title = person.get("role", "guest"), person.get("title", "")
            Appearance.objects.create(page=page, speaker=speaker, role=role, title=title, sort_order=order)
        known = {}
        for entry in said["comments"]:
            known[entry["key"]] = Comment.objects.create(
                page=page,
                parent=known.get(entry.get("parent")),
                name=entry["name"],
                body=entry["body"],
                approved=True,
                created_at=datetime.fromisoformat(entry["written_at"]),
            )


def page_of(said, slug):
    return InterviewPage(
        title=said["title"],
        slug=slug,
        introduction=rich(said["introduction"]),
        organisation=said["organisation"],
        series=said["series"],
        recorded_on=date.fromisoformat(said["recorded"]),
        recording_url=said["recordings"][0]["url"],
        duration=seconds(said["recordings"][0]["duration"]),
        first_published_at=now(),
        body=json.dumps([{"type": "question", "value": question_of(entry)} for entry in said["segments"]]),
    )


def question_of(entry):
    return {
        "time": seconds(entry["start"]),
        "question": entry["question"],
        "answer": rich(entry["answer"]),
        "tags": entry.get("tags", []),
    }


def rich(text):
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in text.split("\n\n") if paragraph)


def seconds(written):
    total = 0
    for part in written.split(":"):
        total = 60 * total + int(part)
    return total
