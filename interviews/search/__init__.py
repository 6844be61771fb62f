"""Search that finds the moment.

`words` says what a word is, `query` turns what people type into terms, `scopes` tells these in the terms of the index,
`highlighting` marks them in the text, `ranking` puts what was found in order: these are pure. `entries` says what of an
interview can be found, `index` keeps that in the database, `engine` speaks each database's full text language, `hits`
answers a query, `facets` says what would narrow it, `meant` how it may have been spelt, `proposals` what is meant
before it is typed, and `akin` finds what speaks of the same.
"""
