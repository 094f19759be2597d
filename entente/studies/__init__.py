"""Studies: many points of settings, each run with the same replicates, in one folder that is never lost."""
