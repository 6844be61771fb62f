"""A document's content as rows: the one place that writes several models at once.

`new` makes rows of documents that are here for the first time, many at once; `change` makes the rows of an interview
that is here say what a document says. What a value becomes is said once, in `values`.
"""
