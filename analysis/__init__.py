"""Analysis of results: tables, statistics and figures, computed from stored runs; nothing is simulated here."""
