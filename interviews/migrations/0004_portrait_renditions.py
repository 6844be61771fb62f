from django.db import migrations

import interviews.models.portrait
import interviews.models.speaker


class Migration(migrations.Migration):
    dependencies = [("interviews", "0003_tag_question")]

    operations = [
        migrations.AlterField(
            model_name="bio",
            name="portrait",
            field=interviews.models.portrait.PortraitField(
                blank=True,
                help_text="JPEG, PNG or WebP. From 576 pixels across it is sharp on every screen.",
                upload_to=interviews.models.speaker.portrait_path,
                verbose_name="portrait",
            ),
        ),
        migrations.AddField(
            model_name="bio",
            name="portrait_renditions",
            field=interviews.models.portrait.RenditionsField(of="portrait"),
        ),
    ]
