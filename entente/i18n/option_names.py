"""What options are called in both languages: their own files say it, in comments at their head."""

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
NAMED_GROUPS = ("leadership", "communication", "governance")
NAME = re.compile(r"^# name\.(fr|en): (.*)$", re.MULTILINE)


def data_folder(name: str) -> Path:
    """Return the folder ``conf`` or ``scenarios``: inside the package once installed, beside it in a checkout."""
    packaged = HERE / f"_{name}"
    return packaged if packaged.is_dir() else HERE.parent / name


@cache
def option_names(group: str) -> dict[str, dict[str, str]]:
    """Return what the options of a group are called, by option and language; nothing for a group without names."""
    if group not in NAMED_GROUPS:
        return {}
    files = sorted((data_folder("conf") / group).glob("*.yaml"))
    return {path.stem: dict(NAME.findall(path.read_text(encoding="utf-8"))) for path in files}


def option_label(group: str, option: str, language: str) -> str:
    """Return what an option is called; one that has no name of its own is shown without its underscores."""
    return option_names(group).get(option, {}).get(language) or option.replace("_", " ")
