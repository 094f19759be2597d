"""Where the data files are: from a checkout and from an installed wheel alike."""

from pathlib import Path

from entente.i18n.option_names import data_folder

GROUPS = ("leadership", "communication", "governance")  # one option of each
LEVER = "lever"  # a group of which any number is chosen
YAML_ENDS = frozenset({".yaml", ".yml"})  # in capitals or not
OVERRIDE_PREFIX = "override /"  # how a scenario's defaults begin, in Hydra's words: ``- override /leadership: broker``


def option_paths(group: str) -> dict[str, Path]:
    """Return the files of a group (leadership, communication, governance, lever) by the name of the option."""
    return {path.stem: path for path in sorted((data_folder("conf") / group).glob("*.yaml"))}


def scenario_paths() -> dict[str, Path]:
    """Return the scenario files by name; those of ``./scenarios`` come before the shipped ones of the same name."""
    found: dict[str, Path] = {}
    for folder in (data_folder("scenarios"), Path.cwd() / "scenarios"):
        found.update({path.stem: path for path in sorted(folder.glob("*.*")) if path.suffix.lower() in YAML_ENDS})
    return dict(sorted(found.items()))
