import django.db.models.deletion
from django.db import migrations, models

# The words come folded: all beyond ASCII is letters. Rows that are added are told to the index by who adds them, all at
# once: a trigger for each would make it write itself to the disk as often.
SQLITE = [
    """CREATE VIRTUAL TABLE interviews_searchwords USING fts5(
        heading, tags, people, body, facts, content='interviews_searchentry', content_rowid='id', tokenize='ascii'
    )""",
    # Words held in memory before they are written: of a few hundred interviews, not of a few dozen.
    "INSERT INTO interviews_searchwords(interviews_searchwords, rank) VALUES ('hashsize', 16777216)",
    # How many pieces of one size there may be until they become one: with eight, merging costs writers less.
    "INSERT INTO interviews_searchwords(interviews_searchwords, rank) VALUES ('automerge', 8)",
    """CREATE TRIGGER interviews_searchentry_deleted AFTER DELETE ON interviews_searchentry BEGIN
        INSERT INTO interviews_searchwords(interviews_searchwords, rowid, heading, tags, people, body, facts)
        VALUES ('delete', old.id, old.heading, old.tags, old.people, old.body, old.facts);
    END""",
    """CREATE TRIGGER interviews_searchentry_changed
    AFTER UPDATE OF heading, tags, people, body, facts ON interviews_searchentry BEGIN
        INSERT INTO interviews_searchwords(interviews_searchwords, rowid, heading, tags, people, body, facts)
        VALUES ('delete', old.id, old.heading, old.tags, old.people, old.body, old.facts);
        INSERT INTO interviews_searchwords(rowid, heading, tags, people, body, facts)
        VALUES (new.id, new.heading, new.tags, new.people, new.body, new.facts);
    END""",
]
SQLITE_AWAY = [
    "DROP TRIGGER interviews_searchentry_changed",
    "DROP TRIGGER interviews_searchentry_deleted",
    "DROP TABLE interviews_searchwords",
]
# A phrase shall not begin in one column and end in the next: no query holds the word “é”, a letter with a mark.
POSTGRESQL = [
    """ALTER TABLE interviews_searchentry ADD COLUMN vector tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', heading || ' é'), 'A')
        || setweight(to_tsvector('simple', tags || ' é ' || facts || ' é'), 'B')
        || setweight(to_tsvector('simple', people || ' é'), 'C')
        || setweight(to_tsvector('simple', body), 'D')
    ) STORED""",
    "CREATE INDEX search_entry_vector ON interviews_searchentry USING gin (vector)",
]
POSTGRESQL_AWAY = [
    "DROP INDEX search_entry_vector",
    "ALTER TABLE interviews_searchentry DROP COLUMN vector",
]


def run(sqlite, postgresql):
    def on_this_database(apps, editor):
        for statement in sqlite if editor.connection.vendor == "sqlite" else postgresql:
            editor.execute(statement)

    return on_this_database


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0004_portrait_renditions"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("other", models.BigIntegerField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("interview", "interview"),
                            ("segment", "segment"),
                            ("bio", "biography"),
                            ("comment", "comment"),
                        ],
                        max_length=20,
                    ),
                ),
                ("heading", models.TextField(blank=True)),
                ("tags", models.TextField(blank=True)),
                ("people", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
                ("facts", models.TextField(blank=True)),
                (
                    "bio",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="interviews.bio",
                    ),
                ),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="interviews.interview"
                    ),
                ),
                (
                    "segment",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="interviews.segment",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the search index",
                "verbose_name_plural": "entries of the search index",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "interview")),
                        fields=("interview",),
                        name="search_entry_of_interview",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("segment__isnull", False)),
                        fields=("segment",),
                        name="search_entry_of_segment",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("bio__isnull", False)),
                        fields=("bio", "interview"),
                        name="search_entry_of_bio",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("other__isnull", False)),
                        fields=("kind", "other"),
                        name="search_entry_of_other",
                    ),
                ],
            },
        ),
        migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_AWAY, POSTGRESQL_AWAY)),
    ]
