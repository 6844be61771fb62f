"""The history of an interview at the desk: what happened to it, and each of its states."""
