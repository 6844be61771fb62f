"""What a reader takes along to cite an interview: references in the usual styles, and quotations."""
