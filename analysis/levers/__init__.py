"""Levers: whether each does what it is meant to do, where it is meant to."""
