"""``entente warmup``: the rules compiled beforehand."""
