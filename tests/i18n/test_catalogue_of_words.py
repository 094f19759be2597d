"""Both languages say the same things, and nothing that can be said has been forgotten."""

import ast
import string
from pathlib import Path

import pytest

import entente
import entente.sim
from entente.config.run_settings import every_parameter
from entente.i18n import default_language, number, patterns, percent, reworded, say, unit
from entente.i18n.errors import MESSAGES
from entente.i18n.texts import TEXTS
from entente.i18n.units import UNITS
from entente.parser import build
from entente.sim.model.measures import ORGANISATION_SERIES, SERIES, SUMMARIES

SOURCES = [*Path(entente.__file__).parent.rglob("*.py")]
MODEL = [*Path(entente.sim.__file__).parent.glob("*.py")]


def places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", TEXTS)
def test_both_languages_fill_the_same_places(key):
    english, french = TEXTS[key]
    assert english
    assert french
    assert places(english) == places(french)


def test_messages_fill_places_that_their_pattern_finds():
    for english, french in MESSAGES.values():
        assert places(english) == places(french)


def test_every_text_is_used_and_every_text_used_exists():
    used = set()
    for path in SOURCES:
        if path.parent.name != "words":  # the catalogue names all of them
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    used.add(node.value)
    commands = build("en")[1]
    made_up = {f"help_{name}" for name in commands} | {f"{name}_more" for name in commands}
    beginnings = ("reason_", "grade_", "from_", "label_", "advice_", "takes_", "problem_", "problems_")
    beginnings += ("stage_", "group_")
    made_up |= {key for key in TEXTS if key.startswith(beginnings)}
    assert set(TEXTS) <= used | made_up


def sentences(path):
    """Yield the problem and the expectation of every violation that a source makes, with x in their places."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {}  # what variables hold: ``wanted = "another scenario"``
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            said.setdefault(node.targets[0].id, []).append(node.value)
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id in {"Violation", "Located"}:
            parts = node.args[1:3]
        elif node.func.id == "UnreadableError":
            parts = node.args[1:2]
        else:
            continue
        for part in parts:
            if isinstance(part, ast.IfExp):
                parts += [part.body, part.orelse]
            elif isinstance(part, ast.Name):
                parts += said.pop(part.id, [])
            elif (text := sentence(part)) is not None:
                yield text


def sentence(node):
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.BinOp):
        start = sentence(node.left)
        return None if start is None else f"{start}x"
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
    return None


def test_every_violation_can_be_told_in_french():
    told = [text for path in [*MODEL, *SOURCES] for text in sentences(path)]
    assert len(told) > 40
    unknown = [text for text in told if text.strip("x~") and not any(found.fullmatch(text) for found, _ in patterns())]
    assert unknown == []
    assert reworded("week 40 is after the horizon", "fr") == "la semaine 40 vient après l'horizon"


def test_every_unit_has_a_french_name():
    units = {one.about.unit for one in every_parameter()}
    units |= {one.unit for columns in (SERIES, SUMMARIES, ORGANISATION_SERIES) for one in columns.values()}
    assert units - {""} <= set(UNITS)
    assert unit("weeks", "fr") == "semaines"
    assert unit("weeks", "en") == "weeks"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_CA.UTF-8"}, "fr"),
        ({"LANG": "fr_CA.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_CA.UTF-8", "LC_MESSAGES": "fr_FR"}, "fr"),
        ({"LANG": "fr_CA.UTF-8", "ENTENTE_LANG": "en"}, "en"),
        ({"LANG": "fr_CA.UTF-8", "LC_ALL": ""}, "fr"),
    ],
)
def test_language_of_the_environment(environment, language):
    assert default_language(environment) == language


def test_numbers_in_both_languages():
    assert number(1234.5, "en", 1) == "1,234.5"
    assert number(1234.5, "fr", 1) == "1\N{NARROW NO-BREAK SPACE}234,5"
    assert percent(0.25, "en") == "25%"
    assert percent(0.25, "fr") == "25\N{NARROW NO-BREAK SPACE}%"
    assert percent(0.004, "en") == "<1%"
    assert percent(0.998, "en") == ">99%"
    assert (percent(0, "en"), percent(1, "en")) == ("0%", "100%")
    assert say("left_in", "fr", folder="x") == "Résultats : x"
