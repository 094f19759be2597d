"""``entente calibrate`` and ``entente.calibrate``."""
