"""Estimates, intervals, paired differences and bands over the weeks, whatever they are computed for."""
