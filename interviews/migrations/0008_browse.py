import django.db.models.deletion
from django.db import migrations, models

# What `gather` of interviews/models/tag_of_interview.py keeps from here on.
FILL = """
INSERT INTO interviews_tagofinterview (interview_id, tag_id)
SELECT content_object_id, tag_id FROM interviews_taggedinterview
UNION
SELECT interviews_segment.interview_id, interviews_taggedsegment.tag_id FROM interviews_taggedsegment
INNER JOIN interviews_segment ON interviews_segment.id = interviews_taggedsegment.content_object_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0007_former_slugs_and_synonyms"),
    ]

    operations = [
        migrations.CreateModel(
            name="TagOfInterview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "interview",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="interviews.interview",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="interviews.tag",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("tag", "interview"), name="tag_of_interview_once"),
                ],
                "indexes": [models.Index(fields=["interview", "tag"], name="tag_of_interview_back")],
            },
        ),
        migrations.RunSQL(FILL, "DELETE FROM interviews_tagofinterview"),
        migrations.RemoveIndex(model_name="interview", name="interview_newest"),
        migrations.AddField(
            model_name="interview",
            name="featured_at",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="Since when the home page opens with it.",
                null=True,
                verbose_name="featured",
            ),
        ),
        migrations.AddIndex(
            model_name="interview",
            index=models.Index(
                fields=[
                    "status",
                    "-published_at",
                    "recorded_on",
                    "first_published_on",
                    "language",
                    "series",
                    "organisation",
                    "comment_count",
                ],
                name="interview_browsed",
            ),
        ),
        migrations.AddIndex(
            model_name="interview",
            index=models.Index(
                condition=models.Q(("featured_at__isnull", False)), fields=["-featured_at"], name="interview_featured"
            ),
        ),
        migrations.AddIndex(
            model_name="appearance",
            index=models.Index(fields=["speaker", "interview", "role"], name="appearance_by_speaker"),
        ),
        migrations.AddIndex(
            model_name="appearance",
            index=models.Index(fields=["role", "interview", "speaker"], name="appearance_by_role"),
        ),
        migrations.AddIndex(
            model_name="recording",
            index=models.Index(
                condition=models.Q(("file", ""), ("url", ""), _negated=True),
                fields=["interview"],
                name="recording_playable",
            ),
        ),
        migrations.AddIndex(
            model_name="recording",
            index=models.Index(fields=["interview", "duration"], name="recording_length"),
        ),
    ]
