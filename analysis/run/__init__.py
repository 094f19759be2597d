"""A single run: results of its arms, event log, the six conditions, groups, and their figures."""
