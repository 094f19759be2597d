"""Messages of the model and the engines: English by themselves, French by the catalogue."""

import ast
import copy
import pickle
from pathlib import Path

import pytest

import entente
from entente.i18n import translate
from entente.i18n.extraction import FOLDERS, ROOT
from entente.sim.validation.messages import Message, message, not_possible, number_between, one_of
from entente.sim.validation.validate import SettingsError, validate

MARKS, SAYING = {"message", "N_", "NN_", "NP_"}, {"say", "say_number"}


def nodes():
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                yield path, node


def is_marked(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS | SAYING


def test_texts_are_written_where_they_are_marked():
    """What Babel cannot read (a variable, an f-string) would never be translated."""
    wrong = [
        f"{path}:{node.lineno}"
        for path, node in nodes()
        if is_marked(node)
        if not all(
            isinstance(one, ast.Constant) or (node.func.id in SAYING and not isinstance(one, ast.JoinedStr))
            for one in node.args
        )
    ]
    assert wrong == []


def test_nothing_is_marked_inside_an_f_string():
    """Babel reads an f-string as one text before Python 3.12."""
    texts = [
        node for path, node in nodes() if isinstance(node, ast.JoinedStr) for node in ast.walk(node) if is_marked(node)
    ]
    assert [ast.unparse(one) for one in texts if isinstance(one.args[0], ast.Constant)] == []


def test_a_message_is_an_english_text_with_its_places_filled_in():
    one = message("week {week} is after the horizon", week=40)
    assert one == "week 40 is after the horizon"
    assert translate(one, "en") == one
    assert translate(one, "fr") == "la semaine 40 vient après l'horizon"


def test_messages_within_messages_are_translated_and_names_are_not():
    assert translate(number_between(1, 520, "weeks", whole=True), "fr") == "un nombre entier de 1 à 520 semaines"
    assert translate(one_of(["weeks", "hours"]), "fr") == "l'un de weeks, hours"


@pytest.mark.parametrize("again", [copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_message_can_be_copied_and_sent_to_another_process(again):
    one = again(message("{text} cannot be read, with {{braces}}", text="{a:1}"))
    assert isinstance(one, Message)
    assert one == "{a:1} cannot be read, with {braces}"
    assert one.values == {"text": "{a:1}"}


@pytest.mark.parametrize("value", [None, True, False, {}, [], "x{y}", 3])
def test_every_kind_of_value_that_is_not_possible_is_said_in_french(value):
    assert translate(not_possible(value), "fr") != not_possible(value)


def test_every_violation_of_settings_is_a_message():
    tree = {"weeks": "x", "lead": "b", "organisations": {"a": {"hours": True, "sector": 3}}, "stages": []}
    with pytest.raises(SettingsError) as caught:
        validate(tree)
    for one in caught.value.violations:
        assert translate(one.problem, "fr") != one.problem
        assert not one.expected or isinstance(one.expected, Message) or "=" in one.expected, one


def test_a_message_read_back_from_a_table_is_translated_when_it_has_no_places():
    assert translate("every worker that took it died", "fr") == "tous les processus qui l'ont pris sont morts"
    assert translate("something that nobody wrote", "fr") == "something that nobody wrote"
    assert translate("", "fr") == ""


def test_the_catalogue_travels_with_the_package():
    assert (Path(entente.__file__).parent / "i18n" / "locale" / "fr" / "LC_MESSAGES" / "entente.mo").is_file()
