"""From interviews to files: one at an address of the site, some in a folder, or the whole site in an archive.

`documents` says what of an interview is told to whom, `site` what a site knows beside its interviews, `targets` where
files go.
"""
