"""Blocks of a page, whatever file they came from: read as an interview, with what only markup knows."""
