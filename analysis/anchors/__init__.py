"""Anchors: empirical values that the default settings should reproduce."""
