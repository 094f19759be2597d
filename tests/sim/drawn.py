"""Settings drawn by hypothesis over the full declared ranges: all parameters, switches and entries of a scenario."""

from hypothesis import strategies as st

from entente.sim.model.declare import parameters
from entente.sim.model.levers import MOVABLE, TRAITS, LeverCosts
from entente.sim.model.parameters import Partners
from entente.sim.model.settings import Audience, Channel
from entente.sim.model.situation import Event, EventKind, Expertise, OrganisationSettings, Settings, Stage
from entente.sim.validation.validate import CHANGEABLE, validate

LONGEST = 60
SMALLEST = 5e-324
TERRITORIES, POPULATIONS = ("north", "south", "west"), ("young", "old")
EXPERTISE = st.lists(st.sampled_from([kind.value for kind in Expertise]), unique=True, max_size=4)


def value(parameter):
    """Return a strategy over what a parameter may be: its default, the ends of its range, anything between."""
    low, high = parameter.about.low, parameter.about.high
    if parameter.kind is bool:
        return st.sampled_from([True, True, True, False])
    if parameter.kind is int:
        inside, ends = st.integers(int(low), int(high)), st.sampled_from([int(low), int(high)])
    else:
        inside, ends = st.floats(low, high, allow_subnormal=False), st.sampled_from([float(low), float(high)])
    return st.one_of(inside, ends) if parameter.default is None else st.one_of(st.just(parameter.default), inside, ends)


def known(section, *leave_out):
    """Return a strategy for every number and switch of one section."""
    return {
        one.path: value(one)
        for one in parameters(section)
        if (one.about.low is not None or one.kind is bool) and one.path not in leave_out
    }


SECTIONS = {one.path: value(one) for one in parameters(Settings) if "." in one.path and "<id>" not in one.path}
CHANGES = [path for path in SECTIONS if path.split(".")[0] in CHANGEABLE]


def nested(flat):
    """Return a tree from values by dotted path of two names."""
    tree = {}
    for path, one in flat.items():
        section, name = path.split(".")
        tree.setdefault(section, {})[name] = one
    return tree


@st.composite
def organisations(draw, territories, populations):
    """Draw from 2 to 12 organisations, each saying a few of its traits; the first is a partner."""
    traits = known(OrganisationSettings, "count", "member")
    found = {}
    left = draw(st.integers(2, 12))
    while left > 0:
        one = draw(st.fixed_dictionaries({}, optional=traits))
        one |= {
            "count": draw(st.integers(1, min(3, left))) if found else 1,
            "member": not found or draw(st.booleans()),
            "territory": draw(st.sampled_from(["", *territories])),
            "populations": draw(st.lists(st.sampled_from(populations), unique=True)) if populations else [],
            "expertise": draw(EXPERTISE),
        }
        left -= one["count"]
        found[f"o{len(found)}"] = one
    return found if len(found) > 1 or found["o0"]["count"] > 1 else found | {"o1": {}}


@st.composite
def channels(draw, weeks):
    """Draw up to four channels that are held within the horizon, mostly often."""
    one = {**known(Channel, "period", "start", "stop"), "audience": st.sampled_from([kind.value for kind in Audience])}
    one |= {"period": st.integers(1, 8), "start": st.integers(0, weeks), "stop": st.sampled_from([weeks // 2, 520])}
    return {f"c{k}": draw(st.fixed_dictionaries(one)) for k in range(draw(st.integers(0, 4)))}


@st.composite
def stages(draw):
    """Draw up to five stages, some short enough for a small partnership to go through, one of them with work."""
    works = st.sampled_from([0.0, 1.0, 5.0, 40.0, 300.0, 20000.0])
    one = known(Stage, "work") | {"work": works, "expertise": EXPERTISE}
    drawn = [draw(st.fixed_dictionaries(one)) for _ in range(draw(st.integers(1, 5)))]
    drawn[-1]["work"] = drawn[-1]["work"] or 0.001
    return {f"s{k}": stage for k, stage in enumerate(drawn)}


@st.composite
def events(draw, weeks, names):
    """Draw up to four events, dated or random."""
    one = known(Event, "week", "yearly", "lasts") | {"kind": st.sampled_from([kind.value for kind in EventKind])}
    one |= {"lasts": st.one_of(st.integers(1, 12), st.just(520)), "organisation": st.sampled_from(["", *names])}
    dated, random = {"week": st.integers(1, weeks)}, {"yearly": st.floats(0.01, 12)}
    either = st.one_of(st.fixed_dictionaries(one | dated), st.fixed_dictionaries(one | random))
    return {f"e{k}": draw(either) for k in range(draw(st.integers(0, 4)))}


@st.composite
def changes(draw, weeks):
    """Draw up to two changes of a few settings each."""
    some = st.lists(st.sampled_from(CHANGES), unique=True, min_size=1, max_size=3)
    found = {}
    for k in range(draw(st.integers(0, 2))):
        taken = {path: draw(SECTIONS[path]) for path in draw(some)}
        found[f"x{k}"] = {"week": draw(st.integers(1, weeks)), "set": taken}
    return found


@st.composite
def levers(draw, weeks, names):
    """Draw up to three levers that move parameters, traits and channels, and add some."""
    traits = [f"partners.{trait}" for trait in TRAITS if trait != "turnover"]
    fields = [f"communication.channels.*.{field}" for field in MOVABLE]
    paths = [path for path in CHANGES if not path.startswith("mechanisms.")] + traits + fields
    found = {}
    for k in range(draw(st.integers(0, 3))):
        start, delay = draw(st.integers(1, weeks)), draw(st.integers(0, 12))
        lever = draw(st.fixed_dictionaries({"costs": st.fixed_dictionaries(known(LeverCosts))}))
        effects = {path: draw(effect(path)) for path in draw(st.lists(st.sampled_from(paths), min_size=1, max_size=4))}
        lever |= {"start": start, "delay": delay, "stop": draw(st.sampled_from([start + delay, 520]))}
        lever |= {"effects": effects, "who": draw(st.sampled_from(["", "lead", *names]))}
        found[f"l{k}"] = lever | {"channels": draw(channels(weeks))}
    return found


def effect(path):
    """Return a strategy over what a lever may do to one path: toward what it may be, or more or less of it."""
    owner = Channel if ".channels." in path else Partners
    own = {one.path: one for one in parameters(owner)}
    toward = SECTIONS[path] if path in SECTIONS else value(own[path.rpartition(".")[2]])
    moves = st.fixed_dictionaries({"toward": toward, "by": st.floats(0, 1)})
    return st.one_of(moves, st.fixed_dictionaries({"add": st.sampled_from([-1.0, -0.3, 0.3, 1.0, 30.0])}))


@st.composite
def trees(draw):
    """Draw a bare tree of settings that can be run."""
    weeks = draw(st.integers(1, LONGEST))
    territories = draw(st.sampled_from([TERRITORIES[:k] for k in range(4)]))
    populations = draw(st.sampled_from([POPULATIONS[:k] for k in range(3)]))
    them = draw(organisations(territories, populations))
    tree = nested(draw(st.fixed_dictionaries(SECTIONS)))
    tree |= {
        "weeks": weeks,
        "cycles": draw(st.integers(0, 3)),
        "lead": "o0",
        "territories": dict.fromkeys(territories, 1.0),
        "populations": dict.fromkeys(populations, 0.5),
        "organisations": them,
        "stages": draw(stages()),
        "events": draw(events(weeks, list(them))),
        "changes": draw(changes(weeks)),
        "levers": draw(levers(weeks, list(them))),
    }
    tree.setdefault("communication", {})["channels"] = draw(channels(weeks))
    return tree


settings_drawn = trees().map(validate)


def next_to_nothing():
    """Return settings of which every number that may be 0 is the smallest one above it: what is divided by it is lost.

    A lever may move a parameter there, so it may be anywhere.
    """
    tree = {"lead": "o0", "weeks": 30, "organisations": {"o0": {}, "o1": {}, "o2": {"member": False}}}
    tree |= {"events": {"e0": {"kind": "crisis"}}, "stages": {"s0": {}}, "communication": {"channels": {"c0": {}}}}
    for one in parameters(Settings):
        if one.kind is float and one.about.low == 0 and not one.path.startswith("levers."):
            *parents, name = one.path.split(".")
            places = [tree]
            for parent in parents:
                inner = [place.setdefault(parent, {}) if parent != "<id>" else place for place in places]
                places = [entry for place in inner for entry in place.values()] if parent == "<id>" else inner
            for place in places:
                place[name] = SMALLEST
    return validate(tree)
