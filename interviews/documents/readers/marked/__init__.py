"""Parts of the Markdown reader: front matter, and what headings, stamps and lists mean."""
