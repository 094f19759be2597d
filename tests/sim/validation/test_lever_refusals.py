"""What no lever may do, and how it is refused."""

import pytest
from crafted import small

from entente.sim.validation.validate import SettingsError, as_tree, validate


def effect(path, **how):
    """Return a lever of one effect, ``start``, ``stop``, ``delay`` and ``who`` among how."""
    own = {name: how.pop(name) for name in ("start", "stop", "delay", "who") if name in how}
    return own | {"effects": {path: how}}


REFUSED = [
    *("partners.trust", "partners.motivation", "partners.threshold", "partners.turnover", "partners.density"),
    *("organisations.o1.motivation", "organisations.o1.hours", "mechanisms.contact", "weeks", "lead", "cycles"),
    *("stages.vision.work", "events.fire.week", "changes.later.week", "levers.it.start", "leadership.style"),
    *("trust.personal", "motivation", "mobilisation", "trust", "state.personal", "momentum", "energy", "results"),
    *("communication.rhythm", "communication.channels", "communication.channels.table", "communication.channels.*"),
    *("communication.channels.table.audience", "communication.channels.*.start", "communication.channels.*.stop"),
    *("partners", "partners.hours.more", "communication.channels.a.b.hours", "", ".", "partners."),
]


@pytest.mark.parametrize("path", REFUSED)
def test_no_lever_moves_an_outcome_a_switch_or_what_is_fixed_before_the_first_week(path):
    found = refused(effect(path, add=0.1))
    (one,) = [one for one in found if one.path == f"levers.it.effects.{path}"]
    assert "cannot move it" in one.problem
    assert "communication.channels.*.<field>" in one.expected


def refused(lever, **tree):
    """Return the violations of a lever."""
    base = as_tree(small(3, weeks=30))
    with pytest.raises(SettingsError) as caught:
        validate(base | {"levers": {"it": lever}} | tree)
    return caught.value.violations


@pytest.mark.parametrize(
    ("lever", "path", "problem", "expected", "nearest"),
    [
        ({}, "", "does nothing", "channels or effects", ""),
        ({"effects": {}, "costs": {"dollars": 5}}, "", "does nothing", "channels or effects", ""),
        (effect("work.pace", add=1, who="o7"), ".who", "'o7' is not one of", "lead, the name", "o0"),
        (effect("work.pace", add=1, who="Lead"), ".who", "'Lead' is not one of", "lead, the name", ""),
        (effect("work.pace", add=1, start=9, stop=8), ".stop", "week 8 is before", "at least 9", ""),
        (effect("work.pace", add=1, start=9, delay=3, stop=11), ".stop", "week 11 is before", "at least 12", ""),
        (effect("work.pace", add=1, start=519, delay=2), ".stop", "week 520 is before", "at least 521", ""),
        (effect("work.pace"), ".effects.work.pace", "moves nothing", "toward and by, or add", ""),
        (effect("work.pace", by=0.5), ".effects.work.pace", "moves nothing", "toward and by, or add", ""),
        (effect("work.pace", toward=11), ".effects.work.pace.toward", "11 is not", "0.02 to 10 h/week/partner", ""),
        (effect("partners.openness", toward=-1), ".effects.partners.openness.toward", "-1 is not", "0 to 1", ""),
        (effect("partners.delegates", toward=0), ".effects.partners.delegates.toward", "0 is not", "1 to 4", ""),
        (effect("communication.channels.*.period", toward=0), ".effects.communication.channels.*.period.toward",
         "0 is not", "1 to 260 weeks", ""),
        (effect("work.pace", toward=1, by=2), ".effects.work.pace.by", "2 is not", "0 to 1", ""),
        (effect("work.pace", toward=1, by=True), ".effects.work.pace.by", "true is not", "", ""),
        (effect("work.pace", toward="far"), ".effects.work.pace.toward", "'far' is not", "a number", ""),
        (effect("work.pace", add=1, delay=105), ".delay", "105 is not", "0 to 104", ""),
        (effect("work.pace", add=1, start=0), ".start", "0 is not", "1 to 520", ""),
        (effect("work.pace", add=1, more=1), ".effects.work.pace.more", "no such setting", "", ""),
        (effect("work.pace", add=1) | {"costs": {"partners": 41}}, ".costs.partners", "41 is not", "0 to 40 h", ""),
        (effect("work.pace", add=1) | {"costs": {"euros": 41}}, ".costs.euros", "no such setting", "", ""),
        (effect("work.pace", add=1) | {"advice": "maybe"}, ".advice", "'maybe' is not", "one of do, keep, avoid", ""),
        (effect("leadership.hour", add=1), ".effects.leadership.hour", "cannot move", "", "leadership.hours"),
        (effect("partners.opennes", add=1), ".effects.partners.opennes", "cannot move", "", "partners.openness"),
        (effect("communication.channels.*.hour", add=1), ".effects.communication.channels.*.hour", "cannot move", "",
         "communication.channels.*.hours"),
        ({"channels": {"table": {"hours": 99}}}, ".channels.table.hours", "99 is not", "0 to 16 h", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_lever_is_reported(lever, path, problem, expected, nearest):
    (one,) = refused(lever)
    assert one.path == f"levers.it{path}"
    assert problem in one.problem
    assert expected in one.expected
    assert not nearest or nearest in one.nearest


def test_everything_wrong_is_told_at_once():
    lever = {"who": "nobody", "start": 9, "stop": 3, "effects": {"trust.mean": {"add": 1}, "work.pace": {}}}
    paths = [one.path for one in refused(lever, lead="nobody")]
    assert paths == ["lead", "levers.it.who", "levers.it.stop", "levers.it.effects.trust.mean",
                     "levers.it.effects.work.pace"]  # fmt: skip
