"""What options, levers and scenarios are called in both languages: their own files say it."""

import re
from functools import cache
from pathlib import Path

import yaml

from entente.i18n import N_

HERE = Path(__file__).resolve().parents[1]
NAMED_GROUPS = ("leadership", "communication", "governance")
GROUP_NAMES = {
    "scenario": N_("Scenario"), "leadership": N_("Leadership"), "communication": N_("Communication"),
    "governance": N_("Governance"), "lever": N_("Levers"),
}  # fmt: skip
NO_FIGURE = N_("no figure found")  # what a source or a reason says where there is none
NAME = re.compile(r"^# name\.(fr|en): (.*)$", re.MULTILINE)


def data_folder(name: str) -> Path:
    """Return the folder ``conf`` or ``scenarios``: inside the package once installed, beside it in a checkout."""
    packaged = HERE / f"_{name}"
    return packaged if packaged.is_dir() else HERE.parent / name


@cache
def option_names(group: str) -> dict[str, dict[str, str]]:
    """Return what the options of a group, the levers or the shipped scenarios are called, by option and language."""
    if group in NAMED_GROUPS:
        files = sorted((data_folder("conf") / group).glob("*.yaml"))
        return {path.stem: dict(NAME.findall(path.read_text(encoding="utf-8"))) for path in files}
    if group == "lever":
        return _names_in(data_folder("conf") / "lever", "name")
    return _names_in(data_folder("scenarios"), "title") if group == "scenario" else {}


def _names_in(folder: Path, key: str) -> dict[str, dict[str, str]]:
    """Return the names that stand under a key of each shipped file of a folder, by file and language."""
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        tree = yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        named = tree.get(key)
        found[path.stem] = {one: str(text) for one, text in named.items()} if isinstance(named, dict) else {}
    return found


def scenario_label(name: str, language: str) -> str:
    """Return what a scenario is called: one that is shipped by its title, another by its name."""
    return option_label("scenario", name, language)


def option_label(group: str, option: str, language: str) -> str:
    """Return what an option is called; one that has no name of its own is shown without its underscores."""
    return option_names(group).get(option, {}).get(language) or option.replace("_", " ")
