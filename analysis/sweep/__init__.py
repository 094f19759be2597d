"""Sweeps: designs, outcomes over the points, and what an outcome does along each axis."""
