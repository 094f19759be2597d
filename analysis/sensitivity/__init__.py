"""Sensitivity: elementary effects (Morris) and variance shares (Sobol'), with their figures."""
