"""``python -m entente.docs_build``: rewrite the generated parts of the pages, compare them, draw the figures."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from entente.docs_build.pages import pages, rewrite
from entente.i18n.option_names import HERE


def main(words: Sequence[str] | None = None) -> int:
    """Rewrite the generated parts; with ``--check`` only say which pages are stale and return 1 if any is."""
    parser = argparse.ArgumentParser(prog="python -m entente.docs_build", description=main.__doc__)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--check", action="store_true", help="compare, write nothing")
    how.add_argument("--figures", action="store_true", help="draw the figures too, which takes some minutes")
    how.add_argument("--measured", nargs="+", type=Path, metavar="FOLDER", help="take what experiments left there")
    how.add_argument("--stamp", nargs="+", metavar="NAME", help="say that these results are those of the present rules")
    arguments = parser.parse_args(words)
    _take_results(arguments.measured or (), arguments.stamp or ())
    try:
        stale = [*_stale_pages()]
    except (KeyError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    if not arguments.check:
        for page, text in stale:
            page.write_text(text, encoding="utf-8")
    _print_paths((page for page, _ in stale), "stale" if arguments.check else "rewritten")
    if arguments.figures:
        from entente.docs_build.figures import draw_all

        _print_paths(draw_all(HERE.parent / "docs" / "figures"), "drawn")
    return 1 if arguments.check and stale else 0


def _take_results(folders: Sequence[Path], names: Sequence[str]) -> None:
    """Take what experiments left in folders, and say of other results that they are those of the present rules."""
    from entente.docs_build.made_on import stamp_measured
    from entente.docs_build.measured import take_experiment

    for folder in folders:
        _print_paths(take_experiment(folder), "taken")
    if names:
        _print_paths(iter([stamp_measured(names)]), "stamped")


def _stale_pages() -> Iterator[tuple[Path, str]]:
    """Yield each page whose generated parts are not current, and its text with these parts made again.

    Raises:
        KeyError: when a page asks for a table or a value that does not exist.
        ValueError: when a generated part is opened and not closed; both name the page.
    """
    for page in pages():
        before = page.read_text(encoding="utf-8")
        try:
            after = rewrite(before)
        except (KeyError, ValueError) as error:
            raise type(error)(f"{page}: {error}") from error
        if after != before:
            yield page, after


def _print_paths(paths: Iterator[Path], done: str) -> None:
    """Print each path with what was done to it."""
    for path in paths:
        print(f"{path.relative_to(HERE.parent)}: {done}")


if __name__ == "__main__":
    sys.exit(main())
