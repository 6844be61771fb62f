from django.db import migrations

from interviews.search.scopes import title_fact

_AT_ONCE = 400


def tell_words(apps, editor):
    """Which words SQLite's index holds, in their order: a beginning that few of them have is looked for as these."""
    if editor.connection.vendor == "sqlite":
        editor.execute("CREATE VIRTUAL TABLE interviews_searchterms USING fts5vocab(interviews_searchwords, instance)")


def forget_words(apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TABLE interviews_searchterms")


def tell_titles(apps, editor):
    """What the index has of an interview says which words are its title's; the full text follows by itself."""
    _change(apps, editor, "entry.facts || new.facts")


def forget_titles(apps, editor):
    _change(apps, editor, "REPLACE(entry.facts, new.facts, '')")


def _change(apps, editor, facts):
    """In one statement for many: with each, SQLite writes what it keeps of the full text in memory."""
    entries = apps.get_model("interviews", "SearchEntry").objects.filter(kind="interview")
    told = [(pk, "".join(map(_fact, heading.split()))) for pk, heading in entries.values_list("pk", "heading")]
    for start in range(0, len(told), _AT_ONCE):
        some = told[start : start + _AT_ONCE]
        given = ", ".join(["(CAST(%s AS bigint), CAST(%s AS text))"] * len(some))
        editor.execute(
            f"WITH new(id, facts) AS (VALUES {given}) "  # noqa: S608
            f"UPDATE interviews_searchentry AS entry SET facts = {facts} FROM new WHERE entry.id = new.id",
            [value for row in some for value in row],
        )


def _fact(word):
    return f" {title_fact(word)}"


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0010_series_in_search"),
    ]

    operations = [migrations.RunPython(tell_words, forget_words), migrations.RunPython(tell_titles, forget_titles)]
