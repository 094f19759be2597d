"""What a run leaves: tidy tables, a manifest, a folder."""
