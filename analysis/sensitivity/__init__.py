"""Sensitivity analysis: Morris's screening, Sobol' indices, and their figures."""
