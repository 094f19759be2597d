"""Statistics that every capability uses: estimates, intervals, paired differences, bands over the weeks, goals."""
