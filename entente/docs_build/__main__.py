"""``python -m entente.docs_build``: rewrite the generated parts of the pages, compare them, draw the figures."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from entente.config.places import HERE
from entente.docs_build.pages import pages, rewritten


def main(words: Sequence[str] | None = None) -> int:
    """Rewrite the generated parts; with ``--check`` only say which pages are stale and return 1 if any is."""
    parser = argparse.ArgumentParser(prog="python -m entente.docs_build", description=main.__doc__)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--check", action="store_true", help="compare, write nothing")
    how.add_argument("--figures", action="store_true", help="draw the figures too, which takes some minutes")
    how.add_argument("--measured", nargs="+", type=Path, metavar="FOLDER", help="take what experiments left there")
    asked = parser.parse_args(words)
    for folder in asked.measured or ():
        from entente.docs_build.measured import take

        for path in take(folder):
            print(f"{path.relative_to(HERE.parent)}: taken")
    stale = 0
    for page in pages():
        before = page.read_text(encoding="utf-8")
        try:
            after = rewritten(before)
        except (KeyError, ValueError) as error:
            print(f"{page}: {error}", file=sys.stderr)
            return 2
        if after != before:
            stale += 1
            print(f"{page.relative_to(HERE.parent)}: {'stale' if asked.check else 'rewritten'}")
            if not asked.check:
                page.write_text(after, encoding="utf-8")
    if asked.figures:
        from entente.docs_build.figures import draw_all

        for path in draw_all(HERE.parent / "docs" / "figures"):
            print(f"{path.relative_to(HERE.parent)}: drawn")
    return 1 if asked.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
