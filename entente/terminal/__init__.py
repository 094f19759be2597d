"""What every command shares: layout, progress, refusals, quantities as text."""
