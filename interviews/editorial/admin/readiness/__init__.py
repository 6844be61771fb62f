"""*Ready to publish?* at the desk: `shown` puts findings into words and leads to their fields, `pages` are the page,
the cures and publishing in spite of what was found."""
