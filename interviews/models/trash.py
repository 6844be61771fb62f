"""The trash of interviews."""

#: Days in which what was deleted can be taken back.
KEPT_DAYS = 30
