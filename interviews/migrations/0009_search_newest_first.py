from django.db import migrations

# On PostgreSQL, to look at the newest entries alone: each vector holds the number of its block of 4,096 keys, so that
# the index meets the words with the newest blocks and reads no more of a common word than lies there. And a vector
# stays beside its row: a phrase is looked for in thousands of them, and fetching each from elsewhere takes longest.
BLOCKS = [
    "DROP INDEX search_entry_vector",
    "ALTER TABLE interviews_searchentry DROP COLUMN vector",
    "ALTER TABLE interviews_searchentry SET (toast_tuple_target = 4080)",
    """ALTER TABLE interviews_searchentry ADD COLUMN vector tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', heading || ' é'), 'A')
        || setweight(to_tsvector('simple', tags || ' é ' || facts || ' éblock' || (id >> 12) || ' é'), 'B')
        || setweight(to_tsvector('simple', people || ' é'), 'C')
        || setweight(to_tsvector('simple', body), 'D')
    ) STORED""",
    "CREATE INDEX search_entry_vector ON interviews_searchentry USING gin (vector)",
]
NO_BLOCKS = [
    "DROP INDEX search_entry_vector",
    "ALTER TABLE interviews_searchentry DROP COLUMN vector",
    "ALTER TABLE interviews_searchentry RESET (toast_tuple_target)",
    """ALTER TABLE interviews_searchentry ADD COLUMN vector tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', heading || ' é'), 'A')
        || setweight(to_tsvector('simple', tags || ' é ' || facts || ' é'), 'B')
        || setweight(to_tsvector('simple', people || ' é'), 'C')
        || setweight(to_tsvector('simple', body), 'D')
    ) STORED""",
    "CREATE INDEX search_entry_vector ON interviews_searchentry USING gin (vector)",
]


def run(statements):
    def on_postgresql(apps, editor):
        for statement in statements if editor.connection.vendor == "postgresql" else ():
            editor.execute(statement)

    return on_postgresql


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0008_browse"),
    ]

    operations = [migrations.RunPython(run(BLOCKS), run(NO_BLOCKS))]
