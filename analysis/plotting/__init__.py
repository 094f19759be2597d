"""Figures, all in one style, in English or French."""
