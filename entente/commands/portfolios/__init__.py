"""``entente portfolios`` and ``entente.portfolios``."""
