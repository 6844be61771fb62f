from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interviews", "0002_changes_by_imports")]

    operations = [
        migrations.AddField(
            model_name="tag",
            name="question",
            field=models.CharField(
                blank=True,
                help_text=(
                    "Only where many guests were asked the same: in its plainest words. Its page gathers the answers."
                ),
                max_length=300,
                verbose_name="question",
            ),
        ),
    ]
