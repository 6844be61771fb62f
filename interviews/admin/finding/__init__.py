"""Finding anything at the desk: pages, interviews, segments, people, tags, series; drafts too, and what one may see.

`places` are the desk's own pages, `rows` what the database holds, `views` the page and what its script asks.
"""
