"""Bad settings are refused, all at once: where, what was expected, the nearest names; good ones come back whole."""

import dataclasses

import pytest
from crafted import eventful, laid
from drawn import settings_drawn, trees
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entente.config.configuration import configure
from entente.config.places import scenario_paths
from entente.sim.inputs import make_inputs
from entente.sim.model.declare import Grade, parameters
from entente.sim.model.parameters import MECHANISMS
from entente.sim.model.situation import Settings
from entente.sim.validation.validate import CHANGEABLE, SettingsError, as_tree, validate

PARAMETERS = list(parameters(Settings))
NUMERIC = [one for one in PARAMETERS if one.about.low is not None]
SOUND = {
    "lead": "town",
    "weeks": 50,
    "organisations": {"town": {}, "school": {}, "clinic": {"count": 2}},
    "communication": {"channels": {"table": {}}},
    "stages": {"vision": {}, "action": {}},
    "events": {"flood": {"week": 3}},
    "changes": {"later": {"week": 4, "set": {"leadership.hours": 3.0}}},
    "levers": {"visits": {"channels": {"table": {}}, "effects": {"leadership.hours": {"add": 1.0}}}},
}
ENTRY = {
    **{"organisations": "school", "channels": "table", "stages": "action", "events": "flood", "changes": "later"},
    **{"levers": "visits", "effects": "leadership.hours"},
}
few = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def tree_at(path, value):
    """Return a tree that gives a value to one dotted path, ``<id>`` being an entry of the sound tree."""
    parts = path.split(".")
    parts = [ENTRY[before] if part == "<id>" else part for before, part in zip(["", *parts], parts, strict=False)]
    tree = value
    for part in reversed(parts):
        tree = {part: tree}
    return tree, ".".join(parts)


def refusals(over, base=SOUND):
    """Return the violations of a tree laid over the sound one, by path."""
    with pytest.raises(SettingsError) as caught:
        validate(laid(over, base))
    found = caught.value.violations
    assert len({one.path for one in found}) == len(found), "each path is reported once"
    assert str(caught.value) == "\n".join(map(str, found))
    return {one.path: one for one in found}


def violations(tree):
    """Return what is wrong with a tree, if anything."""
    try:
        validate(tree)
    except SettingsError as error:
        return error.violations
    return []


def test_the_sound_tree_is_sound():
    assert validate(SOUND).weeks == 50


def outside(parameter, end):
    """Return a value just outside of one end of a range."""
    edge = parameter.about.low if end == "low" else parameter.about.high
    step = 1 if parameter.kind is int else 1e-6 * max(1.0, abs(edge))
    return type(step)(edge - step if end == "low" else edge + step)


@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("parameter", NUMERIC, ids=lambda one: one.path)
def test_beyond_either_end_of_a_range_is_refused_with_the_range(parameter, end):
    tree, path = tree_at(parameter.path, outside(parameter, end))
    found = refusals(tree)
    assert path in found
    about, expected = parameter.about, found[path].expected
    assert f"from {about.low:.15g} to {about.high:.15g}" in expected
    assert about.unit in expected
    assert ("whole number" in expected) == (parameter.kind is int)


@pytest.mark.parametrize("parameter", NUMERIC, ids=lambda one: one.path)
def test_both_ends_of_a_range_are_possible(parameter):
    base = SOUND if parameter.path == "weeks" else SOUND | {"weeks": 520}
    for value in (parameter.about.low, parameter.about.high):
        tree, path = tree_at(parameter.path, parameter.kind(value))
        assert path not in {one.path for one in violations(laid(tree, base))}


@pytest.mark.parametrize("value", ["many", None, [], {}, float("nan"), float("inf"), True])
def test_what_is_no_number_is_refused(value):
    found = refusals({"leadership": {"hours": value}, "trust": {"contacts": value}})
    assert set(found) == {"leadership.hours", "trust.contacts"}
    assert found["leadership.hours"].expected == "a number from 0 to 80 h/week"


@pytest.mark.parametrize("value", [1.5, "four"])
def test_what_is_no_whole_number_is_refused(value):
    found = refusals({"weeks": value, "communication": {"channels": {"table": {"period": value}}}})
    assert set(found) == {"weeks", "communication.channels.table.period"}
    assert "whole number" in found["weeks"].expected


def test_a_switch_is_on_or_off():
    assert set(refusals({"mechanisms": {"turnover": "perhaps"}})) == {"mechanisms.turnover"}
    assert validate(laid({"mechanisms": {"turnover": False}}, SOUND)).mechanisms.turnover is False


def test_unknown_names_are_refused_with_the_nearest_at_every_level():
    found = refusals({
        "leadreship": {},
        "leadership": {"hour": 3},
        "organisations": {"school": {"delegate": 2}},
        "communication": {"channels": {"table": {"ritchness": 1}}},
        "mechanisms": {"turn_over": False},
    })  # fmt: skip
    near = {path: one.nearest for path, one in found.items()}
    assert near["leadreship"][0] == "leadership"
    assert near["leadership.hour"][0] == "leadership.hours"
    assert near["organisations.school.delegate"][0] == "organisations.school.delegates"
    assert near["communication.channels.table.ritchness"][0] == "communication.channels.table.richness"
    assert near["mechanisms.turn_over"][0] == "mechanisms.turnover"
    assert len(found) == 5


def test_a_name_in_the_wrong_place_is_looked_for_elsewhere():
    assert "governance.handover" in refusals({"handover": 0.5})["handover"].nearest
    assert "staff.vacancy" in refusals({"vacancy": 3})["vacancy"].nearest


def test_a_wrong_choice_is_refused_with_the_choices_and_the_nearest():
    found = refusals(
        {"communication": {"channels": {"table": {"audience": "everybody"}}}, "events": {"flood": {"kind": "crysis"}}}
    )
    audience, kind = found["communication.channels.table.audience"], found["events.flood.kind"]
    assert audience.expected == "one of everyone, committee, lead, concerned"
    assert audience.nearest[0] == "everyone"
    assert kind.nearest[0] == "crisis"


def change(path, value):
    """Return a tree in which one setting is changed later, and the path of that."""
    return {"changes": {"later": {"set": {path: value}}}}, f"changes.later.set.{path}"


def school(trait, value, **more):
    """Return a tree in which the school says something of itself, and the path of that."""
    return {"organisations": {"school": {trait: value}}, **more}, f"organisations.school.{trait}"


def event(trait, value, path):
    """Return a tree in which an event says something, and the path of what is then wrong."""
    return {"events": {"flood": {trait: value}}}, f"events.flood{path}"


IMPOSSIBLE = {
    "no organisation": ({"organisations": None}, "organisations"),
    "one alone": ({"organisations": {"school": None, "clinic": None}}, "organisations"),
    "two organisations of one name": ({"organisations": {"clinic_1": {}}}, "organisations.clinic_1"),
    "a lead nobody knows": ({"lead": "twon"}, "lead"),
    "a lead who is no partner": ({"organisations": {"town": {"member": False}}}, "lead"),
    "an event that never falls": event("week", None, ""),
    "an event both dated and random": event("yearly", 1.0, ""),
    "an event on nobody": event("organisation", "scool", ".organisation"),
    "a territory nobody knows": school("territory", "nrth", territories={"north": 1.0}),
    "a population nobody knows": school("populations", ["yung"], populations={"young": 1.0}),
    "a share that is none": ({"territories": {"north": 0.0, "south": 1.0}}, "territories.north"),
    "a share next to nothing": ({"territories": {"north": 5e-324, "south": 1.0}}, "territories.north"),
    "a share beyond all": ({"populations": {"young": float("inf")}}, "populations.young"),
    "no work at all": ({"stages": {"vision": {"work": 0.0}, "action": {"work": 0.0}}}, "stages"),
    "a change of what cannot change": change("partners.trust", 0.5),
    "a change of nothing known": change("trust.contact", 3),
    "a change out of range": change("leadership.hours", 81),
    "a change of a text": change("leadership.style", "x"),
    "a change of channels": change("communication.channels", {}),
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_impossible_combinations_are_refused(what):
    over, path = IMPOSSIBLE[what]
    assert set(refusals({}, without_none(laid(over, SOUND)))) == {path}


def without_none(tree):
    """Return a tree without the organisations that were laid over with None."""
    organisations = {name: one for name, one in (tree["organisations"] or {}).items() if one is not None}
    return tree | {"organisations": organisations}


def test_every_violation_is_told_at_once():
    """Names, types, ranges and contradictions, in one refusal."""
    wanted = {"weeks", "trst", "staff.turnover", "staff.vacancy"}
    tree = laid({"weeks": 50.5, "trst": 1, "staff": {"turnover": 2, "vacancy": "x"}}, SOUND)
    for what in ("a lead nobody knows", "an event on nobody", "a territory nobody knows", "no work at all"):
        over, path = IMPOSSIBLE[what]
        tree = laid(over, tree)
        wanted.add(path)
    found = refusals(*change("leadership.hours", 81)[:1], tree)
    assert set(found) == wanted | {"changes.later.set.leadership.hours"}
    assert found["lead"].nearest == ("town",)


def test_a_change_after_the_horizon_never_comes():
    """A style that changes after a year can be tried over six months."""
    late = laid({"changes": {"later": {"week": 51, "set": {"leadership.hours": 1.0}}}}, SOUND)
    inputs = make_inputs(validate(late))
    assert inputs.since[-1] > inputs.weeks


@pytest.mark.parametrize(("said", "meant"), [("off", False), ("on", True), ("no", False), (0, False), (True, True)])
def test_a_switch_changed_later_is_what_was_said(said, meant):
    """What validation takes for a switch, whichever way it is said, is the value that holds."""
    tree = laid({"changes": {"later": {"set": {"mechanisms.turnover": said}}}}, SOUND)
    if not violations(tree):
        assert bool(make_inputs(validate(tree)).parameters.mechanisms.turnover[-1]) is meant


ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-3, 600), st.floats(), st.text(max_size=4)),
    lambda inside: st.one_of(st.lists(inside, max_size=2), st.dictionaries(st.text(max_size=4), inside, max_size=2)),
    max_leaves=4,
)
LISTS = (
    "organisations.<id>.populations",
    "organisations.<id>.territory",
    "events.<id>.organisation",
    "changes.<id>.set",
)
ENTRIES = (
    "organisations.<id>",
    "events.<id>",
    "stages.<id>",
    "communication.channels",
    "territories.x",
    "populations.y",
)
PLACES = sorted({*(one.path for one in PARAMETERS), *Settings.__dataclass_fields__, *LISTS, *ENTRIES})


@few
@given(st.lists(st.tuples(st.sampled_from(PLACES), ANYTHING), min_size=1, max_size=3))
def test_anything_anywhere_is_either_possible_or_refused(said):
    """Never another error than a refusal; what is accepted makes a plan."""
    tree = SOUND
    for path, value in said:
        tree = laid(tree_at(path, value)[0], tree)
    if not violations(tree):
        make_inputs(validate(tree))


@few
@given(trees())
def test_drawn_settings_come_back_whole(tree):
    found = validate(tree)
    assert validate(as_tree(found)) == found


@few
@given(settings_drawn)
def test_a_bare_tree_is_made_of_built_in_values(drawn):
    def bare(value):
        if isinstance(value, dict):
            return all(type(key) is str and bare(inside) for key, inside in value.items())
        if isinstance(value, list):
            return all(map(bare, value))
        return type(value) in (str, int, float, bool, type(None))

    assert bare(as_tree(drawn))


@pytest.mark.parametrize("name", scenario_paths())
def test_shipped_scenarios_come_back_whole(name):
    shipped = configure([f"scenario={name}"]).settings
    assert validate(as_tree(shipped)) == shipped
    assert validate(as_tree(eventful())) == eventful()


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda one: one.path)
def test_every_parameter_is_declared_in_full(parameter):
    about = parameter.about
    assert about.en.strip()
    assert about.fr.strip()
    assert about.source.strip()
    assert isinstance(about.grade, Grade)
    assert parameter.kind in (int, float, bool) or about.low is None
    if about.low is not None:
        assert about.low < about.high
        assert parameter.default is None or about.low <= parameter.default <= about.high
        assert type(parameter.default) in (parameter.kind, type(None))


def test_every_number_of_the_settings_is_declared():
    """No field of the tree is a number or a switch without a declaration."""
    declared = {one.path for one in PARAMETERS}
    for section in CHANGEABLE | {"partners"}:
        for field in dataclasses.fields(getattr(Settings(), section)):
            if isinstance(getattr(getattr(Settings(), section), field.name), bool | int | float):
                assert f"{section}.{field.name}" in declared
    assert {f"mechanisms.{name}" for name in MECHANISMS} <= declared


def test_there_are_few_enough_parameters_and_paths_are_unique():
    """Switches, traits of one organisation and entries apart: about a hundred and thirty, while some are tried."""
    paths = [one.path for one in PARAMETERS]
    assert len(set(paths)) == len(paths)
    rules = [path for path in paths if "<id>" not in path and not path.startswith("mechanisms.")]
    assert len(rules) < 135


def test_an_old_name_is_refused_with_the_new_one(monkeypatch):
    old = {"leadership.time": "leadership.hours", "organisations.<id>.people": "organisations.<id>.delegates",
           "mood": "motivation"}  # fmt: skip
    monkeypatch.setattr("entente.sim.validation.violations.RENAMED", old)
    tree = {
        "leadership": {"time": 3},
        "organisations": {"school": {"people": 2}},
        "mood": {"costs": 1},
        "changes": {"later": {"week": 3, "set": {"leadership.time": 2}}},
        "levers": {"visits": {"effects": {"leadership.time": {"add": 1.0}}}},
    }
    found = refusals(tree)
    for path, now in {
        "leadership.time": "leadership.hours",
        "organisations.school.people": "organisations.school.delegates",
        "mood": "motivation",
        "changes.later.set.leadership.time": "leadership.hours",
        "levers.visits.effects.leadership.time": "leadership.hours",
    }.items():
        assert found[path].problem == "it has another name now"
        assert found[path].expected == now
        assert found[path].nearest == (now,)
