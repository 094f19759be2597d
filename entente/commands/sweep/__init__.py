"""``entente sweep`` and ``entente.sweep``."""
