"""Calibration: which settings could have given what was observed."""
