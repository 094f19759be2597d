"""Attendance as data: the fingerprint of who came to which meeting, of a field table or of runs."""
