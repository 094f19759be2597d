"""Studies: many points of settings, each lived by the same replicates, in one folder that is never lost."""
