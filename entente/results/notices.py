"""What whoever waits should know and no result says: what was damaged, a figure that failed; in words of entente.i18n.

From Python these are ordinary messages of ``logging``; the command prints them, and an error makes its exit code 1.
"""

import logging

notices = logging.getLogger("entente.results")
