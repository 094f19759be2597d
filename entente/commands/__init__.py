"""The ``entente`` command: its parser, and one module for each subcommand."""
