"""The page: which scenario it begins with, where it goes, and whether its engine has the rules of now."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from entente.config.configuration import configure
from entente.config.problems import Origin, locate, unknown_names
from entente.i18n import default_language, number, say
from entente.page.data import page_data
from entente.page.document import page_document
from entente.page.engine import made_of
from entente.page.lessons import read_lesson, scenario_place
from entente.results.files import write_text
from entente.results.versions import model_hash
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation
from entente.terminal.experiment import exit_code_of
from entente.terminal.opening import open_file

USUAL_PAGE = "entente.html"
_ASKED = ("scenario", "lesson", "output", "seed")
_HTML = frozenset({".html", ".htm"})


def page_command(words: Sequence[str], language: str, *, opened: bool) -> int:
    """Write the page that words ask for, open it when that is wished, and return the exit code."""

    def work() -> int:
        path = make_page_of(read_page_words(words), "command_line", language)
        size = number(path.stat().st_size / 1000, language, 0)
        print(say("Page: {path} ({size} kB)", language, path=path, size=size))
        if made_of() != model_hash():
            told = say("entente: the rules have changed since the engine of the page was made", language)
            print(f"{told} (python -m entente.page_build)", file=sys.stderr)
        if opened:
            open_file(path, language)
        return 0

    return exit_code_of(work, language)


def make_page(
    scenario: str | Path | None = None, *, lesson: str | Path | None = None, output: str | Path = USUAL_PAGE,
    language: str | None = None, seed: int = 1,
) -> Path:  # fmt: skip
    """Write the model as one HTML file that a browser opens without a network, and return its path.

    Args:
        scenario: what it begins with: the name of a scenario, or the path of a YAML file, which then is in its list;
            None for the default one.
        lesson: the file of a lesson of one's own, with which it then begins; it says its scenario itself.
        output: the file.
        language: ``fr`` or ``en`` as it opens, where both can be chosen; None for that of the environment.
        seed: where its chance starts; the same as that of ``run``.

    Raises:
        SettingsError: with everything that is wrong.
        OSError: when it cannot be written.
    """
    asked = {"scenario": scenario, "lesson": lesson, "output": str(output), "seed": seed}
    said = {name: value for name, value in asked.items() if value is not None}
    return make_page_of(said, "arguments", language or default_language())


def read_page_words(words: Sequence[str]) -> dict[str, str]:
    """Return what the words of the command say, by name.

    Raises:
        SettingsError: with each word that says nothing that is known here.
    """
    said: dict[str, str] = {}
    wrong: list[Violation] = []
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            example = message("name=value, such as {example}", example="scenario=leader_leaves")
            wrong.append(Violation(word, message("it cannot be read as an override"), example))
        said[name] = text
    wrong += unknown_names("page", (name for name in said if name not in words), _ASKED)
    if wrong:
        raise SettingsError([locate(one, Origin("command_line")) for one in wrong])
    return said


def make_page_of(said: Mapping[str, Any], said_by: str, language: str) -> Path:
    """Write the page for what was said by name, and return its path.

    Raises:
        SettingsError: with everything that is wrong.
        OSError: when it cannot be written.
    """
    path = Path(said.get("output") or USUAL_PAGE).expanduser()
    wrong = [locate(one, Origin(said_by)) for one in _wrong_with_file(path)]
    try:
        named, lesson = _scenario_and_lesson(said, said_by)
        checked = {name: value for name, value in said.items() if name not in ("output", "lesson")}
        run = (configure([f"{name}={value}" for name, value in checked.items()], {}, said_by)
               if said_by == "command_line" else configure([], checked, said_by)).run  # fmt: skip
    except SettingsError as error:
        raise SettingsError([*wrong, *error.violations]) from None
    if wrong:
        raise SettingsError(wrong)
    data = page_data(named, language, run.seed, lesson)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, page_document(data))
    return path


def _scenario_and_lesson(said: Mapping[str, Any], said_by: str) -> tuple[str | None, Path | None]:
    """Return the scenario that the page begins with, which its own lesson says where there is one; and that lesson.

    Raises:
        SettingsError: with everything that is wrong in the lesson.
    """
    named = said.get("scenario")
    if said.get("lesson") is None:
        return None if named is None else str(named), None
    if named is not None:
        problem, expected = message("the lesson says which scenario"), message("only one of scenario= and lesson=")
        raise SettingsError([locate(Violation("scenario", problem, expected), Origin(said_by))])
    path = Path(said["lesson"]).expanduser()
    return scenario_place(*read_lesson(path)), path


def _wrong_with_file(path: Path) -> list[Violation]:
    """Return what is wrong with the file that the page goes to."""
    if path.is_dir():
        return [Violation("output", message("{folder} is a folder", folder=path), message("a file that ends in .html"))]
    if path.suffix.lower() not in _HTML:
        return [Violation("output", message("{path} is no page", path=path), message("a file that ends in .html"))]
    return []
