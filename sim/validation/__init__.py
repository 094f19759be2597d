"""Settings are refused with every violation at once: where, what, what was expected, the nearest valid names."""
