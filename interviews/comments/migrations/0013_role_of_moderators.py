from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_NOUNS = ["comment", "blockrule", "interviewpolicy", "sitepolicy", "speakeraccount", "subscription", "report"]
MODERATES = [
    *("moderate_comment", "export_person", "erase_person", "add_comment", "delete_subscription"),
    *(f"{verb}_{noun}" for noun in _NOUNS for verb in ("view", "change")),
    *(f"{verb}_{noun}" for noun in ("blockrule", "interviewpolicy", "speakeraccount") for verb in ("add", "delete")),
]


def make_role(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A group of that name that is here already is the site's own, and stays as it is."""
    using = schema_editor.connection.alias
    # Django makes the permissions when all migrations are done, which is too late for this one.
    config = apps.get_app_config("comments")
    config.models_module = True
    create_permissions(config, verbosity=0, using=using, apps=apps)
    config.models_module = None
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    role, is_new = group.objects.using(using).get_or_create(name="Moderator")
    if is_new:
        known = permission.objects.using(using).filter(content_type__app_label="comments")
        role.permissions.set(known.filter(codename__in=MODERATES))


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0012_threads_of_any_depth"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # The way back leaves the group: people are in it.
    operations = [migrations.RunPython(make_role, migrations.RunPython.noop)]
