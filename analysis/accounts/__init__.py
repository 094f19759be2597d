"""Accounts: what a situation costs in dollars and in hours in kind, by year and by partner."""
