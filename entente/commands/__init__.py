"""The commands, one folder each: arguments (``command.py``), the call from Python, what is printed."""
