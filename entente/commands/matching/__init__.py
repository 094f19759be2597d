"""``entente match`` and ``entente.match``."""
