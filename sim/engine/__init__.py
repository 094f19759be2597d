"""How the rules are compiled and laid out in memory. Everything that concerns Numba is here, and nowhere else."""
