import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0017_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Generation",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("count", models.BigIntegerField()),
                ("at", models.BigIntegerField(db_index=True)),
            ],
            options={
                "verbose_name": "generation",
                "verbose_name_plural": "generations",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="RenderedPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=20)),
                ("origin", models.CharField(max_length=300)),
                ("renderer", models.CharField(max_length=32)),
                ("generations", models.JSONField()),
                ("turns_at", models.DateTimeField(null=True)),
                ("packed", models.BinaryField()),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="interviews.interview"
                    ),
                ),
            ],
            options={
                "verbose_name": "rendered page",
                "verbose_name_plural": "rendered pages",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("interview", "language"), name="rendered_page_once_in_a_language")
                ],
            },
        ),
    ]
