"""What there is to list and to explain."""
