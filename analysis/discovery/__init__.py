"""Scenario discovery: boxes (PRIM) and a classification tree of the settings that lead to an outcome."""
