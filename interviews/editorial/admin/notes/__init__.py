"""Editors' notes at the desk: `threads` is what a page shows, `forms` what is written, `pages` the addresses."""
