"""Pages of the desk outside the admin: for those who have a link and no account."""
