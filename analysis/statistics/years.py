"""Years of a simulation."""

WEEKS_PER_YEAR = 52
