"""``entente robust`` and ``entente.robust``."""
