"""Years of a simulation."""

WEEKS_PER_YEAR = 52
MONTHS_PER_YEAR = 12
