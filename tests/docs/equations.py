r"""The rules as the ODD describes them: which parameters each description names, and which its functions read.

A *description* begins with a title in bold and the functions that it is about, ``**Effort** (`effort`)``, and ends
where the next begins. It names a parameter in its equations, as a word in roman letters without a subscript
(``\\text{exit ratio}``), as a weight (``w_{\\text{kept}}``) or as a feature of a channel (``\\text{richness}_c``); or
in its text, between backquotes. A word is the last part of a path; the line *Parameters* of the submodel says of which.

What a function reads is what it takes itself, or through a derived field (``sim/derived.py``), and not what its helpers
read: these are in the title of a description too. Switches are left out, and have a table of their own.
"""

import re
from pathlib import Path

from entente.catalogue.usage import chains_of_path, rule_functions
from entente.sim.model.declare import parameters
from entente.sim.model.situation import Settings

ROOT = Path(__file__).parents[2]
CHANNEL = "communication.channels.<id>."
SWITCHES = "mechanisms."
DECLARED = {one.path: one.about for one in parameters(Settings) if not one.path.startswith(SWITCHES)}
PATHS = {path for path in DECLARED if "<id>" not in path or path.startswith(CHANNEL)}
CHANNELS = {path for path in PATHS if path.startswith(CHANNEL)}
WEIGHTS = {path for path in PATHS if DECLARED[path].en.startswith("Weight of ")}
DESCRIPTION = re.compile(r"\*\*([^*\n]+)\*\*\s+\(((?:`\w+`(?:,\s+)?)+)\)")
END = re.compile(rf"^\*\*|{DESCRIPTION.pattern}", re.MULTILINE)
SUBMODEL = re.compile(r"^### (7\.\d+) .*\n", re.MULTILINE)
WORD = re.compile(r"(w_\{)?\\text\{([a-z -]+)\}(_c|_|\^)?")
CODE = re.compile(r"`([a-z_.*<>]+)`")
FORMULA = re.compile(r"```math\n.*?```|\$`.+?`\$|\$[^$`\n]+\$", re.DOTALL)


def submodels(odd):
    """Yield the number and the text of each submodel."""
    parts = SUBMODEL.split(odd[odd.index("## 7. ") : odd.index("## References")])
    yield from zip(parts[1::2], parts[2::2], strict=True)


def descriptions(odd, read):
    """Yield the submodel, the title, the functions and the parameters named of each description; raise if ambiguous."""
    for number, text in submodels(odd):
        known = allowed(text)
        for one in DESCRIPTION.finditer(text):
            body = END.split(text[one.end() :], maxsplit=1)[0]
            listed = re.findall(r"\w+", one[2])
            yield number, one[1], listed, named(body, known, {path for name in listed for path in read.get(name, ())})


def allowed(text):
    """Return the paths that words of a submodel may stand for, by their last part."""
    line = re.search(r"^\*Parameters: (.*?)\*$", text, re.MULTILINE | re.DOTALL)
    section, paths = "", set()
    for name in CODE.findall(line[1]) if line else ():
        section = name.rpartition(".")[0] or section
        whole = name if "." in name else f"{section}.{name}"
        found = {
            path for path in PATHS if path == whole or (whole.endswith(".*") and path.rpartition(".")[0] == whole[:-2])
        }
        assert found or "<id>" in whole, f"no such parameter: {whole}"
        paths |= found
    return paths


def named(body, known, read):
    """Return the paths that a description names, given those that its words may stand for and those that are read."""
    codes = set(CODE.findall(FORMULA.sub("", body)))
    found = {word for word in codes if word in PATHS}
    words = {("", word) for word in codes - found}
    for weight, word, subscript in WORD.findall(" ".join(FORMULA.findall(body))):
        if weight or subscript in ("", "_c"):
            words.add((weight or subscript, word.replace(" ", "_").replace("-", "_")))
    for kind, word in words:
        alike = {path for path in known if path.rpartition(".")[2] == word}
        of_kind = {"_c": alike & CHANNELS, "": alike - CHANNELS - WEIGHTS}.get(kind, alike & WEIGHTS) or alike
        paths = (of_kind & read if len(of_kind) > 1 else of_kind) or of_kind  # of two alike, the one that is read
        assert len(paths) <= 1, f"{word} may be any of {sorted(paths)}"
        found |= paths
    return found


def own_reads():
    """Return, for each function of the rules, the paths of the parameters that it reads itself."""
    by_chain = {chain: path for path in PATHS for chain in chains_of_path(path)}
    return {
        name: {by_chain[chain] for chain in reader.chains if chain in by_chain}
        for name, reader in rule_functions().items()
    }
