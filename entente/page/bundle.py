"""The modules of the page joined into one classic script: a page opened from the disk may import nothing.

Each module becomes a function that returns its exports; what it imports, it takes from those before it. Modules keep to
what is read here, at the beginning of a line: ``import { a, b as c } from "./x.js";`` and ``export`` before a
``function``, an ``async function``, a ``class`` or a ``const``.
"""

import re
from dataclasses import dataclass
from pathlib import Path

_STATEMENT = re.compile(r"^(import|export)\b.*$", re.MULTILINE)
_NAME = r"[\w$]+(?: as [\w$]+)?"
_IMPORT = re.compile(rf'^import \{{\s*({_NAME}(?:,\s*{_NAME})*),?\s*\}} from "\./([\w-]+\.js)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function\*? ?([\w$]+)|class ([\w$]+)|const ([\w$]+) =)", re.MULTILINE)
_ENDS_A_SCRIPT = re.compile(r"</script|<!--", re.IGNORECASE)


class BundleError(ValueError):
    """A module that cannot be joined to the others."""


@dataclass(frozen=True)
class ScriptModule:
    """One module.

    Attributes:
        path: its file.
        imports: the modules that it imports, by the names of their files.
        text: its statements, imports turned into declarations and exports into plain ones.
        exports: the names that it exports.
    """

    path: Path
    imports: tuple[str, ...]
    text: str
    exports: tuple[str, ...]


def bundle_modules(entry: Path) -> str:
    """Return the modules that one needs, itself last, as one script.

    Raises:
        BundleError: when one of them cannot be read or says what a script cannot, and when they import one another.
    """
    modules: dict[str, ScriptModule] = {}
    _add_module(entry, (), modules)
    parts = (
        f"const {_variable(name)} = (() => {{\n{one.text}\nreturn {{ {', '.join(one.exports)} }};\n}})();"
        for name, one in modules.items()
    )
    return "\n".join(['(() => {\n"use strict";', *parts, "})();\n"])


def _add_module(path: Path, above: tuple[str, ...], modules: dict[str, ScriptModule]) -> None:
    """Add a module to those that are there, after all that it imports; ``above`` are those that import it."""
    if path.name in above:
        raise BundleError(f"modules import one another: {' > '.join([*above, path.name])}")
    if path.name not in modules:
        module = read_module(path)
        for name in module.imports:
            _add_module(path.with_name(name), (*above, path.name), modules)
        modules[path.name] = module


def read_module(path: Path) -> ScriptModule:
    """Return a module as it stands in a script.

    Raises:
        BundleError: when there is no such file, or it says what a script cannot.
    """
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BundleError(f"there is no module {path}") from None
    if found := _ENDS_A_SCRIPT.search(source):
        raise BundleError(f"{path.name}: {found[0]!r} would end the script that holds it")
    imports = [found[2] for found in _IMPORT.finditer(source)]
    exports = [next(filter(None, found.groups())) for found in _EXPORT.finditer(source)]
    text = _EXPORT.sub("", _IMPORT.sub(_declaration, source))
    if found := _STATEMENT.search(text):
        raise BundleError(f"{path.name}: {found[0]!r} is neither of the imports nor of the exports that are read here")
    return ScriptModule(path, tuple(imports), text.strip(), tuple(exports))


def _declaration(found: re.Match[str]) -> str:
    """Return an import as the declaration of what it takes."""
    names = ", ".join(" ".join(one.split()).replace(" as ", ": ") for one in found[1].split(","))
    return f"const {{ {names} }} = {_variable(found[2])};"


def _variable(name: str) -> str:
    """Return the name under which a script keeps what a module exports."""
    return "$" + name.removesuffix(".js").replace("-", "_")
