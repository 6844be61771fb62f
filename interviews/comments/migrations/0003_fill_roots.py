"""Tells each reply with which comment its thread begins, and each comment the words it speaks of."""

from typing import Any

from django.db import migrations
from django.db.models import F, OuterRef, Subquery

#: As deep as a reply could be stored, so that every thread is walked to its end.
DEEPEST = 8
LONGEST = 300


def fill(apps: Any, schema_editor: Any) -> None:
    comment = apps.get_model("comments", "Comment")
    comment.objects.filter(depth=1).update(root=F("parent"))
    for depth in range(2, DEEPEST + 1):
        of_parent = comment.objects.filter(pk=OuterRef("parent")).values("root")[:1]
        comment.objects.filter(depth=depth).update(root=Subquery(of_parent))
    speaking = comment.objects.filter(segment__isnull=False, about="").select_related("segment")
    for row in speaking.only("segment__label", "segment__question", "segment__answer").iterator():
        words = row.segment.label or row.segment.question or row.segment.answer
        comment.objects.filter(pk=row.pk).update(about=words[:LONGEST])


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0002_conversation"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
