"""The keys of the desk, in one list: `groups` is what each room adds its own to, `views` the page that lists all.

What obeys them is script (`static/js/admin-keys.js`, and each room's own); the
sheet of a page shows those of its groups.
"""
