"""``entente compare`` and ``entente.compare``."""
