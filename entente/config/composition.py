"""One composition through Hydra: the defaults of the dataclasses, the options of the groups, the scenario."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, cast

from hydra import compose, initialize_config_dir
from hydra.core.config_store import ConfigStore
from omegaconf import OmegaConf

from entente.config.inheritance import laid
from entente.config.places import GROUPS, LEVER, OVERRIDE, data_folder
from entente.config.problems import Located
from entente.config.run_settings import Run
from entente.config.scenario_files import Scenario
from entente.sim.model.situation import Settings
from entente.sim.validation.validate import as_tree

LEVERS = "levers"  # where the levers chosen stand in the settings
# Hydra keeps one global state for a process; threads take turns.
LOCK = threading.Lock()


def defaults() -> dict[str, Any]:
    """Return every default, as the dataclasses declare them."""
    return as_tree(Settings()) | {**asdict(Run()), "format": Run.format.value}


Choices = dict[str, Any]  # the name of an option or None; for levers, the list of their names


def composed(scenario: Scenario | None, asked: Mapping[str, Any]) -> tuple[dict[str, Any], Choices, list[Located]]:
    """Compose a scenario with the options asked for; None asks for no option of that group.

    Returns:
        The tree of values, interpolations not yet resolved; the option that each group ended with; and what the
        scenario wants to take out of the tree that is not there.
    """
    base, node = defaults(), dict[str, Any]()
    picks = dict(asked)
    if scenario is not None:
        base["name"] = scenario.name
        if scenario.resolved is None:
            node = {"defaults": [{f"{OVERRIDE}{group}": option} for group, option in scenario.picks.items()]}
        else:
            # Everything is decided in such a file: it replaces the defaults, and an option replaces its whole section.
            base |= {name: value for name, value in scenario.values.items() if name not in asked}
            base[LEVERS] = {} if LEVER in asked else base[LEVERS]
            picks = dict.fromkeys(GROUPS) | {LEVER: []} | picks
    words = [word_of(group, name) for group, name in picks.items()]
    with LOCK, stored(base, node), initialize_config_dir(str(data_folder("conf")), version_base="1.3"):
        config = compose("config", [*words, "scenario=chosen"], return_hydra_config=True)
    chosen = config.hydra.runtime.choices
    choices: Choices = {"scenario": scenario.name if scenario else None}
    decided = (scenario.resolved or {}) if scenario else {}
    for group in GROUPS:
        choices[group] = chosen.get(group) or (decided.get(group) if group not in asked else None)
    choices[LEVER] = asked.get(LEVER, (decided or (scenario.picks if scenario else {})).get(LEVER, []))
    tree = cast("dict[str, Any]", OmegaConf.to_container(config, resolve=False))
    del tree["hydra"]
    if scenario is None or scenario.resolved is not None:
        return tree, choices, []
    missing = list(lay_scenario(scenario, tree, asked))
    for name in scenario.levers:
        if name not in choices[LEVER]:  # what the scenario says of a lever holds as long as that lever is chosen
            tree[LEVERS].pop(name, None)
    return tree, choices, missing


def word_of(group: str, name: Any) -> str:
    """Return the choice of an option, of several of them, or of none, in Hydra's words."""
    if group == LEVER:
        return f"{group}=[{','.join(name)}]"
    return f"{group}={name}" if name else f"~{group}"


def lay_scenario(scenario: Scenario, tree: dict[str, Any], asked: Mapping[str, Any]) -> Iterator[Located]:
    """Lay the files of a scenario over the tree, in place, and yield what they take out and is not there."""
    for document in reversed(scenario.documents):
        for missing in laid(document, tree, own=document is scenario.document):
            # An option asked for instead of the scenario's own may well lack what the scenario takes out of its own.
            if missing.path.partition(".")[0] not in asked:
                yield missing


@contextmanager
def stored(base: Mapping[str, Any], node: Mapping[str, Any]) -> Iterator[None]:
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
