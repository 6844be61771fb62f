from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_WRITES = ["change_own_interview", "add_speaker", "add_bio", "view_speaker", "view_bio", "view_series", "view_tag"]
_CURATED = ["interview", "appearance", "recording", "segment", "transcript", "speaker", "bio", "series", "tag"]
_EDITS = [
    *_WRITES,
    *(f"{verb}_{noun}" for noun in _CURATED for verb in ("add", "change", "delete", "view")),
    *("review_interview", "add_importbatch", "view_importbatch", "view_source"),
]
_PUBLISHES = [*_EDITS, "publish_interview", "delete_importbatch", "view_podcast", "change_podcast"]
ROLES = {"Contributor": _WRITES, "Editor": _EDITS, "Publisher": _PUBLISHES}


def make_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A group of that name that is here already is the site's own, and stays as it is."""
    using = schema_editor.connection.alias
    # Django makes the permissions when all migrations are done, which is too late for this one.
    config = apps.get_app_config("interviews")
    config.models_module = True
    create_permissions(config, verbosity=0, using=using, apps=apps)
    config.models_module = None
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    known = permission.objects.using(using).filter(content_type__app_label="interviews")
    for name, codenames in ROLES.items():
        role, is_new = group.objects.using(using).get_or_create(name=name)
        if is_new:
            role.permissions.set(known.filter(codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0016_review_and_owners"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # The way back leaves the groups: people are in them.
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
