"""Comparisons of combinations under common random numbers: figures of their curves and differences."""
