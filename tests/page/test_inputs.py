"""What a page composes without Python is what Python composes, byte for byte."""

import hashlib

import numpy as np
import pytest
import yaml
from composed import NODE, Case, answer, differences, random_cases, scenario_once

from entente.config.configuration import configure
from entente.config.places import GROUPS, option_paths, scenario_paths
from entente.sim.engine.compilation import plain_form
from entente.sim.engine.elementary import exponential
from entente.sim.model.situation import EventKind
from entente.sim.validation.validate import as_tree

pytestmark = pytest.mark.skipif(NODE is None, reason="Node, which runs the page's modules here, is not installed")
ANYWHERE = "lethbridge"


def assert_same(folder, cases):
    assert list(differences(cases, answer(folder, cases))) == []


def test_digests_of_names(tmp_path):
    names = ["", "a", "city", "Équipe · 1", "住居", "🙂", "|7", "x" * 127, "x" * 128, "x" * 129, "é" * 200]
    names += [f"organisation_{k}" for k in range(200)]
    expected = [hashlib.blake2b(name.encode(), digest_size=8).hexdigest() for name in names]
    assert answer(tmp_path, names=names)["names"] == expected


def test_exponentials(tmp_path):
    numbers = [0.0, -0.0, -500.0, -1e-300, 5e-324, *np.random.default_rng(1).uniform(-500, 0, 2000)]
    expected = [float(plain_form(exponential)(one)) for one in numbers]
    assert answer(tmp_path, numbers=numbers)["numbers"] == expected


def test_every_scenario(tmp_path):
    assert_same(tmp_path, [Case(name) for name in scenario_paths()])


def test_every_twin(tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text(WITH_TWIN, encoding="utf-8")
    twins = [name for name in scenario_paths() if scenario_once(name)["twin"]]
    assert len(twins) == 10
    assert_same(tmp_path, [Case(name, twin=True) for name in (*twins, str(mine))])


WITH_TWIN = """
extends: leader_leaves
communication: {channels: {"+2024": {period: 3}}}
twin:
  name: {fr: Autrement, en: Otherwise}
  overrides:
    - +events.strike={kind:crisis,week:40,size:35%}
    - communication.channels.2024.hours=3
    - organisations.citizens.expertise=[funding]
    - lever=[visits]
    - levers.visits.start=20
    - changes.later.set.leadership.hours=9
    - +changes.later.week=30
    - ~events.departure
    - ~organisations.police
    - weeks=120
"""


def test_every_option_of_every_group(tmp_path):
    named = [(group, name) for group in GROUPS for name in (None, *option_paths(group))]
    assert_same(tmp_path, [Case(ANYWHERE, {group: name}) for group, name in named])


def test_every_option_in_a_scenario_that_says_something_itself(tmp_path):
    """What a scenario says of its leadership, its channels or its governance holds over any option."""
    speaking = [
        ("leadership", "leader_leaves"),
        ("communication", "too_many_meetings"),
        ("governance", "late_partners"),
    ]
    assert_same(tmp_path, [Case(where, {group: name}) for group, where in speaking for name in option_paths(group)])


def test_every_lever(tmp_path):
    """Every other one is decided at the start in one scenario; the others are dated, in another."""
    names = list(option_paths("lever"))
    dated = [(name, {f"levers.{name}.start": 27, f"levers.{name}.stop": 130}) for name in names[1::2]]
    assert_same(
        tmp_path,
        [Case(ANYWHERE, {"lever": [name]}) for name in names[::2]]
        + [Case("twenty_partners", {"lever": [name], "changes": changes}) for name, changes in dated],
    )


def test_every_kind_of_event(tmp_path):
    added = [{"events.new": {"kind": kind.value, "week": 40}} for kind in EventKind]
    added += [{"events.new": {"kind": kind.value, "yearly": 0.5, "organisation": "city"}} for kind in EventKind]
    assert_same(tmp_path, [Case(ANYWHERE, {"changes": one}) for one in added])


def test_from_a_week_on(tmp_path):
    """A dated change, a channel that begins and one that ends, an event taken out."""
    changes = {
        "changes.later": {
            "week": 40,
            "set": {"leadership.hours": 4, "governance.admission": 60, "leadership.rotation": 9},
        },
        "changes.later.set.communication.reserve": 0.4,
        "communication.channels.committee.stop": 39,
        "communication.channels.video": {"richness": 0.85, "start": 40},
    }
    assert_same(tmp_path, [Case(ANYWHERE, {"changes": changes, "removed": ["events.hard_winter"]})])


def test_ones_own_scenario(tmp_path):
    """Entries taken out, names in figures, references, levers picked and changed."""
    mine = tmp_path / "mine.yaml"
    mine.write_text(OWN, encoding="utf-8")
    cases = [Case(str(mine)), Case(str(mine), {"leadership": "shared", "lever": ["visits", "mediation"]})]
    cases += [Case(str(mine), {"lever": [], "changes": {"leadership.hours": 31, "events.12.size": 0.25}})]
    assert_same(tmp_path, cases)


OWN = """
extends: lethbridge
defaults: [override /lever: [visits, liaison_persons]]
title: {fr: La mienne}
territories: {north: 35 %, "7": 0.2, "'x": 1}
populations: {youth: null}
organisations:
  emergency_shelter: null
  youth_shelter: {populations: [indigenous, indigenous]}
  clinic: {territory: north}
  "+2024": {count: 3, hours: 8, expertise: [funding, funding]}
communication:
  channels: {notices: null, "+0": {period: 3}}
leadership: {hours: "${governance.voice}"}
governance: {voice: 0.9}
events:
  "+12": {kind: crisis, week: 3, organisation: "2024", size: "${leadership.support}"}
levers:
  visits: {start: 20}
  +mine: {effects: {leadership.hours: {add: 2}}}
"""


def test_what_a_run_leaves(tmp_path):
    """Nothing is left to decide in it: an option replaces its whole section, and levers all those that there were."""
    found = configure([], {"scenario": "leader_leaves", "lever": ["visits"], "leadership": "initial_then_shared"})
    decided = tmp_path / "settings.yaml"
    tree = as_tree(found.settings) | {"resolved": dict(found.choices)}
    decided.write_text(yaml.safe_dump(tree, sort_keys=False), encoding="utf-8")
    choices = [{}, {"leadership": "broker"}, {"leadership": None, "governance": "heavy"}, {"lever": ["mediation"]}]
    choices += [{"communication": "silent", "lever": [], "changes": {"work.memory": 3}}]
    assert_same(tmp_path, [Case(str(decided), one) for one in choices])


def test_random_combinations(tmp_path):
    assert_same(tmp_path, random_cases(60, seed=1))
