"""What is published, as JSON for programs that read it: `/api/1/`.

`declared` has the nouns in which the API is written down: a parameter, a field, a resource, an endpoint. `parameters`,
`resources` and `endpoints` write it down with them, once; `answering` serves what they say and `openapi` describes it,
so that the one cannot differ from the other. It speaks English, whatever the language of the site: programs compare
what they are told.
"""
