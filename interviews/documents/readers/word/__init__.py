"""From the parts of a Word file to HTML that can be trusted."""
