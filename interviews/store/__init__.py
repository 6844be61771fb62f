"""The door into the database: a document from a file becomes an interview, or is merged with the one it became.

`store` and `store_many` are the ways in. Within, `taking` turns documents into rows, by the rules on who may do what
(`permission`) and on where a new interview stands (`placement`), and `log` keeps what an undo needs.
"""

from interviews.store.door import store, store_many

__all__ = ["store", "store_many"]
