"""Django's SQLite, on which those who want to write stand in a queue."""
