"""The pages of the programming interface: one for each capability, each storey of the model and each shared folder."""

from collections.abc import Iterator
from pathlib import Path

_FACE = ("run", "load", "settings", "compare", "sweep", "sensitivity", "discover", "robust", "calibrate", "Interval")
_MODEL = ("model", "rules", "engine", "validation")
_SHARED = ("statistics", "plotting")
_ABOUT = {
    "sim": "The model as a whole: the week, the Mesa model, batches of runs.",
    "model": "What is declared: parameters, settings, situation, measures, levers.",
    "rules": "The rules of the week, one module for each phase, with what they share.",
    "engine": "How rules are compiled and run. Nothing else knows Numba.",
    "validation": "How settings are checked before a run.",
}


def link_tree(root: Path, folder: Path) -> None:
    """Show the sources of a checkout under the one name that they are imported by, as in a wheel."""
    inside = folder / "entente"
    inside.mkdir()
    for path in [*(root / "entente").iterdir(), root / "sim", root / "analysis"]:
        if path.name != "__pycache__":
            (inside / path.name).symlink_to(path)


def _modules(root: Path, folder: str) -> list[str]:
    """Return the dotted names of the modules of a folder of the checkout, without those of folders in it."""
    package = folder.replace("/", ".")
    name = package if package.split(".")[0] == "entente" else f"entente.{package}"
    return [f"{name}.{path.stem}" for path in sorted((root / folder).glob("*.py")) if not path.stem.startswith("__")]


def _folders(root: Path, folder: str) -> list[str]:
    """Return the names of the folders of modules in a folder of the checkout."""
    return sorted(path.parent.name for path in (root / folder).glob("*/__init__.py"))


def _chapters(root: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each page: its part of the menu, its name, the folders of the checkout that it describes."""
    yield "The model", "sim", ["sim"]
    for name in _MODEL:
        yield "The model", name, [f"sim/{name}"]
    commands = _folders(root, "entente/commands")
    for name in sorted({*_folders(root, "analysis"), *commands} - {*_SHARED}):
        both = [f"entente/commands/{name}", f"analysis/{name}"]
        yield "Capabilities", name, [place for place in both if (root / place).is_dir()]
    for name in _SHARED:
        yield "Shared by all", name, [f"analysis/{name}"]
    for name in _folders(root, "entente"):
        if name != "commands":
            inside = [f"entente/{name}/{one}" for one in _folders(root, f"entente/{name}")]
            yield "Shared by all", name, [f"entente/{name}", *inside]
    yield "Shared by all", "entente", ["entente"]


def api_pages(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each page of the programming interface."""
    shown = "".join(f"\n::: entente.{name}\n    options: {{show_root_full_path: false}}\n" for name in _FACE)
    yield "api/index.md", f"# From Python\n\nEverything below is an attribute of `entente`.\n{shown}"
    for _, name, places in _chapters(root):
        lines = [f"# {name.replace('_', ' ').capitalize()}", _ABOUT.get(name, "")]
        for place in places:
            lines += [f"::: {module}" for module in _modules(root, place)]
        yield f"api/{name}.md", "\n\n".join(filter(None, lines)) + "\n"


def navigation(root: Path) -> list[str | dict[str, object]]:
    """Return the menu of these pages."""
    menu: dict[str, list[dict[str, str]]] = {}
    for part, name, _ in _chapters(root):
        menu.setdefault(part, []).append({name.replace("_", " ").capitalize(): f"api/{name}.md"})
    return ["api/index.md", *({part: pages} for part, pages in menu.items())]
