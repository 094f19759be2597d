"""``entente explain``."""
