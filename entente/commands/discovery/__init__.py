"""``entente discover`` and ``entente.discover``."""
