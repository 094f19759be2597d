"""The same choices composed by Python and by JavaScript, in one Node process for many cases, and what differs."""

import hashlib
import json
import random
import shutil
import subprocess
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from entente.analysis.accounts.account import make_account
from entente.config.configuration import configure
from entente.config.places import GROUPS, option_paths, scenario_paths
from entente.config.scenario_files import load_scenario
from entente.page.tables import page_scenario, page_tables, page_twin
from entente.sim.inputs import make_inputs
from entente.sim.model.declare import parameters
from entente.sim.model.levers import MOVABLE, TRAITS
from entente.sim.model.settings import Audience
from entente.sim.model.situation import EventKind, Settings
from entente.sim.validation.validate import CHANGEABLE, SettingsError, as_tree

NODE = shutil.which("node")
ANSWERS = Path(__file__).with_name("answers.mjs")
NUMBERS = [one for one in parameters(Settings) if "." in one.path and "<id>" not in one.path]


@dataclass
class Case:
    """A scenario or its twin, by name or path, and what is chosen instead of its own: now, and from a week on."""

    scenario: str
    choices: dict[str, Any] = field(default_factory=dict)
    later: dict[str, Any] | None = None
    week: int | None = None
    twin: bool = False

    @cached_property
    def settings(self) -> Settings:
        """What Python makes of it."""
        values = {name: value for name, value in self.choices.items() if name not in ("removed", "changes")}
        changes = {f"++{path}": value for path, value in self.choices.get("changes", {}).items()}
        removed = [f"~{path}" for path in self.choices.get("removed", [])]
        chosen = {"scenario": self.scenario, "twin": self.twin, **values, **changes}
        return configure(removed, chosen, "arguments").settings


tables_once = cache(page_tables)


@cache
def scenario_once(named):
    """Return what a page needs to compose a scenario, and its twin."""
    return page_scenario(named) | {"twin": page_twin(load_scenario(named, None))}


def answer(folder, cases=(), names=(), numbers=()):
    """Return what JavaScript makes of some cases, names and numbers."""
    scenarios = {name: scenario_once(name) for name in {case.scenario for case in cases}}
    asked, answered = folder / "cases.json", folder / "answers.json"
    request = {
        "tables": tables_once(),
        "scenarios": scenarios,
        "cases": [asdict(case) for case in cases],
        "names": list(names),
        "numbers": list(numbers),
    }
    asked.write_text(json.dumps(request), encoding="utf-8")
    subprocess.run([NODE, ANSWERS, asked, answered], check=True)
    return json.loads(answered.read_text(encoding="utf-8"))


def differences(cases, answers):
    """Yield each case that JavaScript makes otherwise than Python, with the first thing that differs."""
    for case, found in zip(cases, answers["cases"], strict=True):
        settings = case.settings
        wrong = first_difference(as_tree(settings), python_tree(found["settings"]), "settings")
        wrong = wrong or first_difference(digests(make_inputs(settings)), found["inputs"], "inputs")
        wrong = wrong or account_difference(settings, found["account"])
        if wrong is not None:
            yield f"{case}: {wrong}"


def first_difference(expected, found, path):
    """Return the path of the first thing that differs, the order of names included; None where nothing does."""
    if isinstance(expected, dict) and isinstance(found, dict):
        if list(expected) != list(found):
            return f"{path}: {list(expected)} are {list(found)}"
        inner = (first_difference(one, found[name], f"{path}.{name}") for name, one in expected.items())
        return next(filter(None, inner), None)
    return None if expected == found else f"{path}: {expected} is {found}"


def account_difference(settings, found):
    """Return the first year whose money or hours differ from those of ``analysis.accounts``; None where none does."""
    for year, one in zip(make_account(settings).years, found, strict=True):
        expected = asdict(year) | {"total": year.total, "inKind": year.in_kind}
        if any(abs(one[name] - value) > 1e-6 * max(1.0, abs(value)) for name, value in expected.items()):
            return f"account: {expected} is {one}"
    return None


def python_tree(tree):
    """Return a tree of a page with the names that Python knows."""
    if not isinstance(tree, dict):
        return tree
    return {name.removeprefix("'"): python_tree(one) for name, one in tree.items()}


def digests(inputs):
    """Return the numbers of some inputs, and the shape and digest of each array, by name."""
    found = {}
    for name, value in inputs._asdict().items():
        if isinstance(value, np.ndarray):
            found[name] = [list(value.shape), hashlib.blake2b(value.tobytes()).hexdigest()]
        else:
            found[name] = digests(value) if hasattr(value, "_asdict") else value
    return found


def random_cases(count, seed):
    """Return so many valid cases drawn at random."""
    chance = random.Random(seed)
    bare = {name: Case(name).settings for name in scenario_paths()}
    found = []
    while len(found) < count:
        case = Case(chance.choice(list(bare)))
        for group in GROUPS:
            if chance.random() < 0.5:
                case.choices[group] = chance.choice([None, *option_paths(group)])
        levers = chance.sample(list(option_paths("lever")), chance.choice([0, 0, 1, 2, 5]))
        if levers or chance.random() < 0.2:
            case.choices["lever"] = levers
        removed = [f"events.{name}" for name in bare[case.scenario].events if chance.random() < 0.3]
        case.choices |= {"removed": removed, "changes": random_changes(chance, bare[case.scenario], levers)}
        with suppress(SettingsError):
            case.settings  # noqa: B018 # refused at random, or kept
            found.append(case)
    return found


def random_changes(chance, bare, levers):
    """Return values by dotted path: numbers, events, dated changes, channels, organisations, weeks of levers."""
    week, organisations = lambda: chance.randint(1, 156), list(bare.organisations)
    found = {one.path: random_value(chance, one) for one in chance.sample(NUMBERS, chance.randint(0, 6))}
    for k in range(chance.choice([0, 0, 1, 2])):
        when = {"week": week()} if chance.random() < 0.7 else {"yearly": round(chance.uniform(0.1, 6), 3)}
        event = {"kind": chance.choice(list(EventKind)).value, "size": chance.random(), "lasts": chance.randint(1, 60)}
        found[f"events.new_{k}"] = event | when | {"organisation": chance.choice(["", *organisations])}
    for k in range(chance.choice([0, 0, 1, 3])):
        known = [one for one in NUMBERS if one.path.split(".")[0] in CHANGEABLE and one.kind in (int, float, bool)]
        values = {one.path: random_value(chance, one) for one in chance.sample(known, chance.randint(1, 4))}
        found[f"changes.new_{k}"] = {"week": week(), "set": values}
    for k in range(chance.choice([0, 0, 1, 2])):
        found[f"communication.channels.new_{k}"] = random_channel(chance)
    for name in levers:
        start = week()
        found[f"levers.{name}.start"] = start
        if chance.random() < 0.5:
            found[f"levers.{name}.stop"] = start + chance.randint(20, 100)
    if chance.random() < 0.3:
        found["levers.own"] = random_lever(chance, organisations)
    for name in chance.sample(organisations, chance.choice([0, 1, 2])):
        found[f"organisations.{name}.hours"] = round(chance.uniform(0.5, 35), 2)
        found[f"organisations.{name}.turnover"] = chance.random() * 0.9
    if chance.random() < 0.2:
        found[f"stages.{chance.choice(list(bare.stages))}.work"] = 0
    return found


def random_value(chance, parameter):
    """Return a value that a parameter may have."""
    about = parameter.about
    if parameter.kind is bool:
        return chance.random() < 0.5
    if about.low is None:
        return parameter.default
    if parameter.kind is int:
        return chance.randint(int(about.low), int(about.high))
    return chance.choice([about.low, about.high, chance.uniform(about.low, about.high)])


def random_channel(chance):
    """Return a channel with some of its fields."""
    start = chance.randint(0, 100)
    channel = {"period": chance.randint(1, 30), "audience": chance.choice(list(Audience)).value, "start": start}
    channel |= {"richness": chance.random(), "hours": chance.uniform(0, 16), "stop": start + chance.randint(0, 100)}
    return {name: value for name, value in channel.items() if chance.random() < 0.7}


def random_lever(chance, organisations):
    """Return a lever of one's own, which moves parameters, traits and channels."""
    wholes = [one.path for one in NUMBERS if one.path.split(".")[0] in CHANGEABLE and one.kind in (int, float)]
    paths = [*chance.sample(wholes, 4), f"partners.{chance.choice(TRAITS[:-1])}"]
    effects = {path: {"add": chance.uniform(-3, 3)} for path in paths}
    effects |= {f"communication.channels.*.{name}": {"toward": 1, "by": chance.random()}
                for name in chance.sample(MOVABLE, 3)}  # fmt: skip
    dates = {"start": chance.randint(1, 60), "delay": chance.randint(0, 30), "stop": chance.randint(90, 520)}
    costs = {"partners": chance.random(), "setup_coordinator": chance.random() * 50}
    channels = {f"own_{k}": random_channel(chance) for k in range(2)}
    who = chance.choice(["", "lead", *organisations])
    return {"who": who, "costs": costs, "channels": channels, "effects": effects, **dates}
