"""``entente draw``: figures from the results of a run."""
