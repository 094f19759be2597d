"""What to ask first: which answer would most change the choice of a plan."""
