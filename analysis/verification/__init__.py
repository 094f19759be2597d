"""Verification of the model: what its results must be like, whatever they say of partnerships."""
