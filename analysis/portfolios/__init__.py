"""Portfolios: combinations of choices and levers weighed across futures, and the few that are worth discussing."""
