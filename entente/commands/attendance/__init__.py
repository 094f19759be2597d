"""``entente attendance`` and ``entente.attendance``."""
