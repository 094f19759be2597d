"""``entente sensitivity`` and ``entente.sensitivity``."""
