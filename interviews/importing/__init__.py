"""From what a person points at (files, folders, archives) to interviews and a report.

`sources` finds the documents, `reading` reads one, `loading` takes many in, `report` says what became of each. Whatever
is wrong with one, the others go in.
"""
