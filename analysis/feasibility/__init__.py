"""Feasibility: what cannot work in a situation, and what it hangs on, said before anything is simulated."""
