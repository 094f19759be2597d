"""Sweeps over settings: designs, outcomes over their points, effects along each axis and their figure."""
