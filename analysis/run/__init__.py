"""One run: its curves, its event log, the six conditions, its groups, and the figures of them."""
