"""``python -m entente`` is the command ``entente``."""

import sys

from entente.main import main

sys.exit(main())
