import uuid

from django.db import migrations, models

import interviews.models.interview

AT_ONCE = 1000


def give_guids(apps, schema_editor):
    """Each interview that is here gets one, once."""
    Interview = apps.get_model("interviews", "Interview")
    rows = Interview.objects.filter(feed_guid=None).only("pk").iterator(chunk_size=AT_ONCE)
    batch = []
    for row in rows:
        row.feed_guid = f"urn:uuid:{uuid.uuid4()}"
        batch.append(row)
    Interview.objects.bulk_update(batch, ["feed_guid"], batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("interviews", "0005_search_entry")]

    operations = [
        migrations.AddField(
            model_name="interview",
            name="feed_guid",
            field=models.CharField(editable=False, max_length=500, null=True, verbose_name="GUID"),
        ),
        migrations.RunPython(give_guids, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="interview",
            name="feed_guid",
            field=models.CharField(
                default=interviews.models.interview.new_feed_guid,
                editable=False,
                max_length=500,
                unique=True,
                verbose_name="GUID",
            ),
        ),
        migrations.CreateModel(
            name="Podcast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("guid", models.CharField(max_length=36, unique=True, verbose_name="GUID")),
                (
                    "series",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=models.CASCADE,
                        related_name="podcast",
                        to="interviews.series",
                        verbose_name="series",
                    ),
                ),
            ],
            options={"verbose_name": "podcast", "verbose_name_plural": "podcasts"},
        ),
        migrations.AddConstraint(
            model_name="podcast",
            constraint=models.UniqueConstraint(
                models.functions.Coalesce("series", models.Value(0)), name="podcast_of_the_site_once"
            ),
        ),
    ]
