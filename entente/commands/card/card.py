"""The card: verification, data, targets, patterns, anchors, ablation, levers, calibration; as HTML and Markdown."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from entente.commands.card.page import Section, as_html, as_markdown
from entente.commands.card.results import RESULT_KINDS, newest_results, results_of_pages
from entente.commands.card.sections import data_section, result_section, verification_section
from entente.i18n import say
from entente.results.files import write_text
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.terminal.experiment import exit_code_of
from entente.terminal.opening import open_file

_OUTPUT = "output="
_USUAL = Path("results")


def card_command(words: Sequence[str], language: str, *, opened: bool = False) -> int:
    """Write the card, open it when that is wished, and return the exit code."""

    def work() -> int:
        folder, roots = read_words(words)
        sections = []
        for section in card_sections(roots, language):
            print(section.status(language), flush=True)
            sections.append(section)
        folder.mkdir(parents=True, exist_ok=True)
        write_text(folder / "card.html", as_html(sections, language))
        write_text(folder / "card.md", as_markdown(sections, language))
        print(say("Results: {folder}", language, folder=folder))
        stale = [one.title for one in sections if one.current is False]
        if stale:
            told = say("Made with other rules: {names}", language, names=", ".join(stale))
            print(told, file=sys.stderr)
        if opened:
            open_file(folder / "card.html", language)
        return 0

    return exit_code_of(work, language)


def read_words(words: Sequence[str]) -> tuple[Path, list[Path]]:
    """Return the folder that the card goes to, and those of the results.

    Raises:
        SettingsError: with each folder that there is not.
    """
    folder = _USUAL / "card"
    roots = []
    for word in words:
        if word.startswith(_OUTPUT):
            folder = Path(word.removeprefix(_OUTPUT)).expanduser()
        else:
            roots.append(Path(word).expanduser())
    wrong = [Violation(str(one), message("no such folder"), message("a folder of results")) for one in roots
             if not one.is_dir()]  # fmt: skip
    if folder.exists() and not folder.is_dir():
        wrong.append(Violation("output", message("{folder} is a file", folder=folder), message("a folder")))
    if wrong:
        raise SettingsError(wrong)
    return folder, roots or [_USUAL]


def card_sections(roots: Sequence[Path], language: str) -> Iterator[Section]:
    """Yield the sections of the card, one after the other."""
    yield verification_section(language)
    yield data_section(language)
    found = results_of_pages() | newest_results(roots)
    for kind in RESULT_KINDS:
        yield result_section(kind, found.get(kind), language)
