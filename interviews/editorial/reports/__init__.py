"""Lists of what lacks something: `report` says what a report is, `interviews`, `people`, `tags` and `links` are those
there are, `table` is the file of one, `views` are the pages."""
