"""Merging rows that are one, from their list and from their page: a preview, then a confirmation."""
