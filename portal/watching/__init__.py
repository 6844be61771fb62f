"""What operators are told of a running site: whether it answers, how it does, and what went wrong."""
