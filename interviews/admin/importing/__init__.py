"""Importing at the editor's desk: send a file, see what it would become, correct it, confirm; and take it back.

`uploaded` hands an upload to the very loader of the command; `preview` runs that without keeping anything, `lines`
tells what each line of a text became, `views` are the pages, `undo` is the way back.
"""
