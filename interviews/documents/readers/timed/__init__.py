"""Parts of the readers of chapters and captions."""
