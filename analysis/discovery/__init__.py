"""Scenario discovery: which settings lead to an outcome, as boxes and as a tree."""
