from django.db import migrations

from interviews.search.scopes import series_fact
from interviews.search.words import words_of


def tell_series(apps, editor):
    """What the index has of an interview says of which series it is; the full text follows by itself."""
    series = apps.get_model("interviews", "Series")
    for pk, title in series.objects.values_list("pk", "title"):
        facts = "".join(f" {series_fact(word)}" for word in words_of(title))
        editor.execute(
            "UPDATE interviews_searchentry SET facts = facts || %s"
            " WHERE interview_id IN (SELECT id FROM interviews_interview WHERE series_id = %s)",
            [facts, pk],
        )


def forget_series(apps, editor):
    series = apps.get_model("interviews", "Series")
    for pk, title in series.objects.values_list("pk", "title"):
        facts = "".join(f" {series_fact(word)}" for word in words_of(title))
        editor.execute(
            "UPDATE interviews_searchentry SET facts = REPLACE(facts, %s, '')"
            " WHERE interview_id IN (SELECT id FROM interviews_interview WHERE series_id = %s)",
            [facts, pk],
        )


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0009_search_newest_first"),
    ]

    operations = [migrations.RunPython(tell_series, forget_series)]
