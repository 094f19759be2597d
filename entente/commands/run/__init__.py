"""``entente run`` and ``entente.run``."""
