"""Parts of the readers of feeds: items of a podcast's RSS, posts of a WordPress export."""
