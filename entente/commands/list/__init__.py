"""``entente list``."""
