"""Analysis of results: tables, statistics and figures, computed from stored runs; nothing is simulated here."""

import os
import sys
from contextlib import suppress


def _import_matplotlib() -> None:
    """Import matplotlib even where ``MPLBACKEND`` names a backend that is not there: figures here are files."""
    named = os.environ.get("MPLBACKEND")
    if not named or "matplotlib" in sys.modules:
        return
    del os.environ["MPLBACKEND"]  # read when it is first imported, which fails for good where it cannot be followed
    try:
        import matplotlib
    finally:
        os.environ["MPLBACKEND"] = named
    with suppress(ValueError):
        matplotlib.rcParams["backend"] = named


_import_matplotlib()
