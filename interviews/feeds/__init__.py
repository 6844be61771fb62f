"""What programs follow: the interviews of a site, a topic, a person, a series or a search, and podcasts.

`entries` says what an entry tells, `atom`, `rss` and `json_feed` how it is written, `interviews` and `found` which are
told; `podcast` is the feed that directories of podcasts accept. All is in the site's own language, at addresses of its
own (`interviews/document_urls.py`).
"""
