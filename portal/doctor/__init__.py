"""Looks at a site as it stands, and says what is wrong and how to mend it: `manage.py doctor`.

Each question is a function that gives `Finding`s, or raises: then that is what is wrong. Who has another one to ask
adds it to `QUESTIONS` of `portal/doctor/rounds.py`.
"""
