"""Extract the texts marked in the sources, and bring the French catalogue up to date with them (needs Babel)."""

import io
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from entente.i18n import DOMAIN, LOCALE
from entente.i18n.option_names import NO_FIGURE, data_folder

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("analysis", "entente", "sim")
# The functions that take a text, and which of their arguments it is (``c``: a context).
KEYWORDS = {
    "N_": (1,), "NN_": (1, 2), "NP_": ((1, "c"), 2), "message": (1,), "say": (1,), "say_number": (1, 2),
    "Measure": (2,),  # its formula
}  # fmt: skip
PO = LOCALE / "fr" / "LC_MESSAGES" / f"{DOMAIN}.po"
WIDTH = 110


def extract(root: Path = ROOT) -> Catalog:
    """Return a catalogue of the texts marked in a checkout and of the reasons of its levers, without translations."""
    found = Catalog(project="Entente", charset="utf-8")
    with redirect_stderr(io.StringIO()):  # Babel warns of f-strings that fill a place as if they were texts
        for folder in FOLDERS:
            texts = extract_from_dir(root / folder, [("**.py", "python")], keywords=KEYWORDS)
            for path, _, text, _, context in texts:
                found.add(text, None, [(f"{folder}/{path}", 1)], context=context)
    for path in sorted((data_folder("conf") / "lever").glob("*.yaml")):
        for text in effect_reasons(path):
            found.add(text, None, [(f"conf/lever/{path.name}", 1)])
    return found


def effect_reasons(lever: Path) -> Iterator[str]:
    """Yield why a lever moves what it moves, as its file says, without the words that no figure was found."""
    tree = yaml.load(lever.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for effect in tree.get("effects", {}).values():
        if reason := str(effect.get("why", "")).removesuffix(f"; {NO_FIGURE}"):
            yield reason


def read_catalogue(path: Path = PO) -> Catalog:
    """Return the catalogue in a ``.po`` file."""
    with path.open("rb") as file:
        return read_po(file, locale="fr", domain=DOMAIN)


def update() -> Iterator[str]:
    """Write the French catalogue anew, ``.po`` and ``.mo``, and yield the texts that still need a translation."""
    known = read_catalogue()
    date = known.creation_date
    known.update(extract(), no_fuzzy_matching=True)
    known.creation_date = date  # so that files differ only where texts do
    known.obsolete.clear()
    PO.write_bytes(to_po(known))
    PO.with_suffix(".mo").write_bytes(to_mo(known))
    yield from (str(one.id) for one in known if one.id and not one.string)


def to_po(catalogue: Catalog) -> bytes:
    """Return a catalogue as a ``.po`` file: texts in the order of the alphabet, so that changes are small."""
    file = io.BytesIO()
    write_po(file, catalogue, width=WIDTH, sort_output=True, no_location=True)
    return file.getvalue()


def to_mo(catalogue: Catalog) -> bytes:
    """Return a catalogue as a ``.mo`` file, which is what gettext reads."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()
