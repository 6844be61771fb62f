"""Parts of the OHMS readers: what the two forms, XML and a table, have in common."""
