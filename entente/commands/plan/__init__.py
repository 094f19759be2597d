"""``entente plan`` and ``entente.plan``."""
