"""Comparison of combinations of settings under common random numbers: figures of their curves and differences."""
