from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0003_fill_roots"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("depth", 0), ("root", None)),
                    models.Q(("depth__gt", 0), ("root__isnull", False)),
                    _connector="OR",
                ),
                name="comment_root_of_a_reply",
            ),
        ),
    ]
