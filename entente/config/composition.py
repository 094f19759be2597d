"""Second step of a configuration: one tree of values from the defaults, the scenario, its options and the overrides."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import asdict, dataclass
from typing import Any, cast

from hydra import compose as hydra_compose
from hydra import initialize_config_dir
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from entente.config.entries import NewEntries
from entente.config.inheritance import apply_document
from entente.config.limits import MOST_REFERENCES, MOST_REFERRED, reference_in
from entente.config.overrides import TWIN, Override, Request
from entente.config.places import GROUPS, LEVER, OVERRIDE_PREFIX, data_folder, option_paths
from entente.config.problems import Layer, Located, Origin, locate, origin_of, sort_by_origin
from entente.config.run_settings import Run
from entente.config.scenario_files import Scenario, ScenarioError, load_scenario
from entente.config.twins import read_twin
from entente.config.yaml_files import UnreadableError, read_yaml
from entente.sim.model.situation import Settings
from entente.sim.validation.messages import message
from entente.sim.validation.validate import SettingsError, Violation, as_tree, nearest

DEFAULT_SCENARIO = "lethbridge"
LEVERS = "levers"  # where the levers chosen stand in the settings
_NOWHERE = object()  # what a reference that points nowhere leads to
# Hydra keeps one global state for a process; threads take turns.
LOCK = threading.Lock()
MOST_COMPOSITIONS = 64  # that are kept, the latest: some 100 kB each
_compositions: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}


@dataclass
class Composition:
    """A tree of values that nobody has checked yet.

    Attributes:
        tree: the values, interpolations resolved.
        choices: the option that each group ended with, and the name of the scenario.
        layers: where each path was given a value, the strongest source first.
        violations: what was wrong so far.
        is_whole: whether the scenario could be read, without which settings are incomplete.
        place: the file of the scenario; None where everything in it is already decided.
    """

    tree: dict[str, Any]
    choices: dict[str, Any]
    layers: list[Layer]
    violations: list[Located]
    is_whole: bool
    place: str | None = None


def compose(request: Request) -> Composition:
    """Compose the defaults, the scenario, its options and the changes that a request asks for, in that order.

    What a twin says comes after all of it.

    Raises:
        SettingsError: with every violation so far, when Hydra itself refuses: nothing can be checked after that.
    """
    scenario, violations = _scenario_of(request)
    twin, wrong = _twin_of(request, scenario)
    violations += wrong
    last = twin if request.twin else Request(request.origin)
    options = request.options | last.options
    try:
        tree, choices = compose_with_hydra(scenario, options)
    except (HydraException, OmegaConfBaseException) as error:
        where = Origin("file", scenario.document.path) if scenario else None
        first = " ".join(str(error).split("\n")[0].split())
        violations.append(Located("scenario", message("it cannot be composed ({inner})", inner=first), origin=where))
        raise SettingsError(sort_by_origin(violations)) from error
    if scenario is not None and scenario.resolved is None:
        violations += apply_scenario(scenario, options, choices[LEVER], tree)
    layers = [last.layer, request.layer]
    layers += [Layer.of_file(one.path, one.lines) for one in (scenario.documents if scenario else ())]
    option_layers, unreadable = layers_of_options(_read_options(scenario, options, choices))
    layers, violations = layers + option_layers, violations + unreadable
    violations += missing_in_twin(twin, request, tree)
    violations += apply_changes(request, tree, is_whole=scenario is not None)
    violations += apply_changes(last, tree, is_whole=scenario is not None)
    tree = resolve(tree, layers, violations)
    place = str(scenario.document.path) if scenario and scenario.resolved is None else None
    return Composition(tree, choices, layers, violations, scenario is not None, place)


def apply_changes(request: Request, tree: dict[str, Any], is_whole: bool) -> Iterator[Located]:
    """Apply the changes of a request to a tree, in place, and yield what is wrong with them.

    Without the scenario, nobody knows which entries there are.
    """
    entries = NewEntries(request.changes)
    for override in request.changes:
        wrong = lever_not_chosen(override, request.changes, tree)
        wrong = wrong or (entries.refusal(override, tree) if is_whole else None) or override.apply(tree)
        if wrong is not None:
            yield locate(wrong, request.said_at(override.key))


def missing_in_twin(twin: Request, request: Request, tree: dict[str, Any]) -> list[Located]:
    """Return what the twin of a scenario changes that is not there, where it is the scenario that is chosen.

    An option chosen instead of the scenario's own, and one that the twin picks, may well lack or have it.
    """
    if request.twin:
        return []
    groups = {LEVERS if group == LEVER else group for group in (*request.options, *twin.options)}
    wrong = apply_changes(twin, deepcopy(tree), is_whole=True)
    return [one for one in wrong if one.path.partition(".")[0] not in groups]


def _twin_of(request: Request, scenario: Scenario | None) -> tuple[Request, list[Located]]:
    """Return what the twin of a scenario asks for, and what is wrong with it or with asking for it."""
    if scenario is None:
        return Request(request.origin), []
    twin, violations = read_twin(scenario)
    if twin is None and request.twin and not violations:
        problem = message("{name} declares no twin", name=scenario.name)
        violations = [Located(TWIN, problem, message("a scenario that declares one"), origin=request.origin)]
    return (twin.request if twin else Request(request.origin)), violations


def _scenario_of(request: Request) -> tuple[Scenario | None, list[Located]]:
    """Return the scenario of a request, or the default one; and the violations so far, with those of the scenario."""
    try:
        if request.scenario is None:
            return load_scenario(DEFAULT_SCENARIO, None), list(request.violations)
        return load_scenario(request.scenario.value, request.origin), list(request.violations)
    except ScenarioError as error:
        return None, [*request.violations, *error.violations]


def default_tree() -> dict[str, Any]:
    """Return every default, as the dataclasses declare them."""
    return as_tree(Settings()) | {**asdict(Run()), "format": Run.format.value}


def compose_with_hydra(scenario: Scenario | None, options: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Compose the defaults with the options, those of the request before those of the scenario.

    Returns:
        The tree of values, interpolations not yet resolved; and the option that each group ended with, with the name of
        the scenario.
    """
    base, node, picks = default_tree(), dict[str, Any](), dict(options)
    if scenario is not None:
        if scenario.resolved is None:
            node = {"defaults": [{f"{OVERRIDE_PREFIX}{group}": option} for group, option in scenario.picks.items()]}
        else:
            # Everything is decided in such a file: it replaces the defaults, and an option replaces its whole section.
            base["name"] = scenario.name
            known = {name: value for name, value in scenario.values.items() if name in base}
            base |= {name: value for name, value in known.items() if name not in options}
            base[LEVERS] = {} if LEVER in options else base[LEVERS]
            picks = dict.fromkeys(GROUPS) | {LEVER: []} | picks
    tree, chosen = _kept_composition(base, node, [_hydra_word(group, name) for group, name in picks.items()])
    if scenario is not None and scenario.resolved is not None:  # what Hydra must not see: its own sections, for one
        tree |= {name: value for name, value in scenario.values.items() if name not in tree}
    return tree, _final_choices(scenario, options, chosen)


def _kept_composition(
    base: Mapping[str, Any], node: Mapping[str, Any], words: Sequence[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what Hydra composes and the options that it chose: kept, as it takes most of the time of a configuration.

    A comparison, a page or a search of plans composes the same options many times. An option that is edited meanwhile
    is composed anew.
    """
    if list(words) == [_hydra_word(group, None) for group in GROUPS] + [_hydra_word(LEVER, [])]:
        return deepcopy(dict(base)), {}  # no option speaks, as in what a run left
    options = [path for group in (*GROUPS, LEVER) for path in option_paths(group).values()]
    key = repr((base, node, words, [(str(path), path.stat().st_mtime_ns) for path in options]))
    with LOCK:
        if key not in _compositions:
            while len(_compositions) >= MOST_COMPOSITIONS:
                del _compositions[next(iter(_compositions))]
            _compositions[key] = _new_composition(base, node, words)
        return deepcopy(_compositions[key])


def _new_composition(
    base: Mapping[str, Any], node: Mapping[str, Any], words: Sequence[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what Hydra composes of the defaults, a scenario and the options in its words; and those that it chose."""
    folder = str(data_folder("conf"))
    with _hydra_store(base, node), _hydra_lent(), initialize_config_dir(folder, version_base="1.3"):
        config = hydra_compose("config", [*words, "scenario=chosen"], return_hydra_config=True)
    tree = cast("dict[str, Any]", OmegaConf.to_container(config, resolve=False))
    del tree["hydra"]
    return tree, dict(config.hydra.runtime.choices)


def apply_scenario(
    scenario: Scenario, options: Mapping[str, Any], levers: Sequence[str], tree: dict[str, Any]
) -> list[Located]:
    """Lay the files of a scenario over a tree, in place; return what they take out that is not there."""
    tree["name"] = scenario.name
    missing = [
        one
        for document in reversed(scenario.documents)
        for one in apply_document(document, tree, own=document is scenario.document)
        # An option chosen instead of the scenario's own may well lack what the scenario takes out of its own.
        if one.path.partition(".")[0] not in options
    ]
    for name in scenario.levers:
        if name not in levers:  # what the scenario says of a lever holds as long as that lever is chosen
            tree[LEVERS].pop(name, None)
    return missing


def lever_not_chosen(override: Override, overrides: Sequence[Override], tree: Mapping[str, Any]) -> Violation | None:
    """Return the violation of changing a lever that is not chosen, or None; one's own lever has channels or effects."""
    top, _, rest = override.key.partition(".")
    name = rest.partition(".")[0]
    if top != LEVERS or "." not in rest or name in tree[LEVERS]:
        return None
    if name in (known := option_paths(LEVER)):
        wanted = f"{LEVER}=[{','.join([*tree[LEVERS], name])}]"
        return Violation(override.key, message("that lever is not chosen"), wanted)
    made = (f"{LEVERS}.{name}.channels", f"{LEVERS}.{name}.effects")
    if any(one.key.startswith(made) for one in overrides):
        return None
    return Violation(override.key, message("that lever is not chosen"), "", nearest(name, known, LEVERS))


def resolve(tree: Mapping[str, Any], layers: Sequence[Layer], violations: list[Located]) -> dict[str, Any]:
    """Return a tree in which each reference (``${leadership.hours}``) is replaced by the value that it points to.

    Those that point nowhere, and whatever else begins with ``${``, are violations and left out.
    """

    def resolve_value(value: Any, path: str) -> Any:
        if isinstance(value, Mapping):
            inner = {name: resolve_value(one, f"{path}.{name}" if path else str(name)) for name, one in value.items()}
            return {name: one for name, one in inner.items() if one is not _NOWHERE}
        if isinstance(value, list):
            items = [resolve_value(one, f"{path}.{number}") for number, one in enumerate(value)]
            return _NOWHERE if _NOWHERE in items else items
        if not (isinstance(value, str) and "${" in value):
            return value
        found = follow(value, tree)
        if found is _NOWHERE:
            problem, wanted = message("what ${{...}} points to cannot be found"), message("the path of a setting")
            violations.append(Located(path, problem, wanted, origin=origin_of(path, layers)))
        return found

    return cast("dict[str, Any]", resolve_value(tree, ""))


def follow(value: Any, tree: Mapping[str, Any]) -> Any:
    """Return the value to which a reference leads, which is one value or a list of values, or ``_NOWHERE``."""
    for _ in range(MOST_REFERENCES):
        path = reference_in(value)
        if path is None:
            break
        value = value_at(tree, path)
    plain = value if isinstance(value, list) else [value]
    return value if len(plain) <= MOST_REFERRED and all(map(_is_plain, plain)) else _NOWHERE


def value_at(tree: Any, path: str) -> Any:
    """Return the value at a dotted path of a tree, or ``_NOWHERE``."""
    for step in path.split("."):
        tree = tree.get(step, _NOWHERE) if isinstance(tree, Mapping) else _NOWHERE
    return tree


def _is_plain(value: Any) -> bool:
    """Tell whether a value holds no others and asks for none."""
    return not (isinstance(value, Mapping | list) or (isinstance(value, str) and "${" in value))


def layers_of_options(options: Sequence[tuple[str, str, str]]) -> tuple[list[Layer], list[Located]]:
    """Return the layers of option files, each given as group, name and where its values stand; and the unreadable."""
    layers: list[Layer] = []
    violations: list[Located] = []
    for group, name, prefix in options:
        path = option_paths(group)[name]
        try:
            layers.append(Layer.of_file(path, read_yaml(path).lines, prefix))
        except UnreadableError as error:
            where = Origin("file", path, error.line, error.column)
            violations.append(Located(group, error.problem, origin=where))
    return layers, violations


def _read_options(
    scenario: Scenario | None, options: Mapping[str, Any], choices: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    """Return the options whose files give values: group, name, and where they stand in the settings."""
    found: list[tuple[str, str, str]] = []
    decided = scenario is not None and scenario.resolved is not None
    for group in (*GROUPS, LEVER):
        chosen = choices.get(group)
        if not chosen or (decided and group not in options):
            continue
        found += [(LEVER, one, f"{LEVERS}.{one}") for one in chosen] if group == LEVER else [(group, chosen, group)]
    return found


def _final_choices(scenario: Scenario | None, options: Mapping[str, Any], chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Return the option that each group ended with: None for no option; for levers, the list of their names."""
    choices: dict[str, Any] = {"scenario": scenario.name if scenario else None}
    decided = (scenario.resolved or {}) if scenario else {}
    for group in GROUPS:
        choices[group] = chosen.get(group) or (decided.get(group) if group not in options else None)
    choices[LEVER] = options.get(LEVER, (decided or (scenario.picks if scenario else {})).get(LEVER, []))
    return choices


def _hydra_word(group: str, name: Any) -> str:
    """Return the choice of an option, of several of them, or of none, in Hydra's words."""
    if group == LEVER:
        return f"{group}=[{','.join(name)}]"
    return f"{group}={name}" if name else f"~{group}"


@contextmanager
def _hydra_lent() -> Iterator[None]:
    """Lend Hydra's one place of work, which an application of ``@hydra.main`` may hold, and give it back as it was."""
    before = GlobalHydra.instance().hydra
    GlobalHydra.instance().clear()
    try:
        yield
    finally:
        GlobalHydra.instance().clear()
        GlobalHydra.instance().hydra = before


@contextmanager
def _hydra_store(base: Mapping[str, Any], node: Mapping[str, Any]) -> Iterator[None]:
    """Lend Hydra the defaults and the scenario for the time of a composition, and leave its store as it was."""
    store = ConfigStore.instance()
    before = store.repo
    store.repo = {name: value for name, value in before.items() if name not in {"base.yaml", "scenario"}}
    try:
        store.store("base", dict(base))
        store.store("chosen", dict(node), group="scenario", package="_global_")
        yield
    finally:
        store.repo = before
