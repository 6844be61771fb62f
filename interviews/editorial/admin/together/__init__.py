"""Several people, and several windows, at the form of one interview: nothing that anyone typed is lost."""
