"""Lists that one finds one's way through.

`choices` is what a reader chose, and its address: pure. `narrowing` has the interviews that fit it, `facets` counts
what could be chosen further, `archive` has them by year and month, `letters` the speakers from A to Z, `topics` the
tags; `totals` tells how long a list is to be heard, and `counting` counts for all of them.
"""
