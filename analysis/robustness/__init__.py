"""Robustness: which choices hold across futures, what they cost and what one would regret."""
