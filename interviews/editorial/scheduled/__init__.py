"""What happens by itself and when: `events` finds it, `month` lays out a month, `views` is the calendar."""
