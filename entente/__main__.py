"""``python -m entente`` is the command ``entente``."""

import os
import sys
from pathlib import Path


def leave_current_folder() -> None:
    """Look for modules in the current folder no more, where Python put it first; in a checkout, look there last."""
    if not sys.flags.safe_path and sys.path and sys.path[0] in ("", os.getcwd()):
        del sys.path[0]
    root = str(Path(__file__).parents[1])
    if root not in sys.path:
        sys.path.append(root)
        known = os.environ.get("PYTHONPATH")
        os.environ["PYTHONPATH"] = os.pathsep.join([known, root] if known else [root])


if __name__ == "__main__":
    leave_current_folder()

    from entente.main import main

    sys.exit(main())
