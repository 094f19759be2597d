"""What ``entente explain`` reads in the sources of the model, and how tables of text are laid out."""

import ast

import pytest

from entente.catalogue.catalogue import every_option, find_parameters, setters
from entente.catalogue.usage import parameters_read, phases, rule_functions, users_of
from entente.config.run_settings import RUN_PARAMETERS, every_parameter
from entente.terminal.layout import card, table

UNREAD = {"levers.<id>.advice"}  # what the sources say of a lever, which no rule reads


@pytest.mark.parametrize("path", [one.path for one in every_parameter() if one.path not in {*RUN_PARAMETERS, *UNREAD}])
def test_every_parameter_is_read_somewhere(path):
    assert users_of(path)


def test_readers_are_found_through_short_names():
    assert "update_feelings (sim/rules/motivation.py)" in map(str, users_of("mobilisation.comfort"))
    assert any(one.file == "sim/rules/motivation.py" for one in users_of("motivation.peers"))


def test_readers_are_found_through_what_derives_from_a_parameter():
    assert "update_trust (sim/rules/relation.py)" in map(str, users_of("mechanisms.contact"))
    assert {"update_trust (sim/rules/relation.py)", "coordinator_behaviour (sim/rules/leadership.py)"} <= set(
        map(str, users_of("trust.openness"))
    )
    assert not any(one.file == "sim/derived.py" for one in users_of("trust.absence"))


def test_the_parameters_of_a_rule_are_those_of_its_helpers_and_of_what_it_derives_them_from():
    assert parameters_read("costs") == {
        *(f"motivation.{name}" for name in ("fatigue", "exhaustion", "conflict", "talk", "hassle", "unmet")),
        *(f"mechanisms.held_by_{name}" for name in ("fatigue", "exhaustion", "conflict", "talk", "hassle", "unmet")),
        "organisations.<id>.self_interest",
    }
    assert parameters_read("call_for_effort") == {
        "mobilisation.slope", "mobilisation.hysteresis",
        *(f"mechanisms.{name}" for name in ("hysteresis", "graded", "capacity")),
    }  # fmt: skip
    assert parameters_read("talk_share") == set()
    assert parameters_read("wear_trust") == set()
    assert parameters_read("find_stirred") == {
        "staff.turnover", "staff.burnout", "staff.vacancy", "mechanisms.turnover", "mechanisms.burnout",
        *(f"organisations.<id>.{name}" for name in ("turnover", "delegates")),
    }  # fmt: skip
    assert {"work.ambition", "trust.loss_ratio", "mechanisms.asymmetry", "stages.<id>.breadth"} <= parameters_read(
        "deliver"
    ), "through its helper, what derives, and a record of an entry"
    with pytest.raises(KeyError, match="no_such_rule"):
        parameters_read("no_such_rule")


def test_the_rules_have_no_two_functions_of_one_name():
    from entente.catalogue.usage import functions, model_folder

    names = [
        one.name
        for path in (model_folder() / "rules").glob("*.py")
        for one in functions(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert sorted(names) == sorted(rule_functions())


def test_phases_are_those_of_the_week():
    from entente.sim.week import PHASES

    assert [(one.name, one.en, one.fr) for one in phases()] == [(one.name, one.en, one.fr) for one in PHASES]
    assert all(one.rule for one in phases())


def test_every_option_says_what_it_is_and_where_it_comes_from():
    for option in every_option():
        assert option.fr, option.path
        assert option.en, option.path
        assert option.sources, option.path


def test_setters_and_names():
    assert ("leadership=broker", 20.0) in list(setters("leadership.hours", "en"))
    assert [one.path for one in find_parameters("organisations.anyone.hours")] == ["organisations.<id>.hours"]
    assert find_parameters("no.such.thing") == []


def test_tables_of_text():
    rows = [("a", "12", "one two three"), ("long name", "3", "four")]
    wide = table(rows, ("name", "n", "what"), width=60, numbers=(1,))
    assert wide.splitlines() == ["name        n  what", "a          12  one two three", "long name   3  four"]
    narrow = table(rows, ("name", "n", "what"), width=20)
    assert all(len(line) <= 20 for line in narrow.splitlines())
    assert card("Title", [("a", "x\ny"), ("bb", ""), ("ccc", "z")]) == "Title\na    x\n     y\nccc  z"
