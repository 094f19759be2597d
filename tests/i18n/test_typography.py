"""French typography: one convention for the catalogue (it is stated at its head), declarations, files and pages.

A no-break space (U+00A0) stands before : ; ? ! and » and after «; a narrow one (U+202F) between a number and % or $.
"""

import re

import pytest

from entente.analysis.anchors.anchors import ANCHORS
from entente.analysis.patterns import PATTERNS
from entente.catalogue.catalogue import every_option
from entente.commands.draw.spec import SPECS
from entente.config.places import LEVER, option_paths, scenario_paths
from entente.config.run_settings import every_parameter
from entente.config.yaml_files import flatten, read_yaml
from entente.i18n.extraction import PO, ROOT, read_catalogue
from entente.i18n.option_names import option_names
from entente.sim.model import measures
from entente.sim.model.declare import parameters
from entente.sim.model.parameters import MECHANISMS
from entente.sim.validation.validate import validate
from entente.sim.week import PHASES
from entente.studies.options import StudyOptions

NO_BREAK, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
# What is typed or filled in, not read: YAML, ${...}, %-places of argparse, addresses, what stands between quotes.
CODE = re.compile(
    r"\(nom: valeur\)|\$\{\{[^}]*\}\}|%\(\w+\)[sr]|%[sr]|\w+://\S+"
    r"|'[^' ]*'|'\+{0,2}[\w.]+=\{[^']*\}'|`[^`]*`|\"[\w.]+='[^']*'\""
)
# What a page holds beside French: blocks of code, comments, tags, where links lead, and the way to the English page.
MARKUP = re.compile(
    r"^```.*?^```|<!--.*?-->|</?div[^>]*>|\]\([^)]*\)|^\| ---.*?$|In English: \[|!\[", re.MULTILINE | re.DOTALL
)
WRONG = {
    "no no-break space before : ; ? ! or »": re.compile(rf"(?:^|[^{NO_BREAK}\n])([;?!»]|:(?=\s|$))"),
    "no no-break space after «": re.compile(rf"«[^{NO_BREAK}]"),
    "no narrow space between a number and its sign": re.compile(
        rf"[\d}}½][^{NARROW}\d\w]?(%|\$(?![\w{{]))(?<!{NARROW}%)(?<!{NARROW}\$)"
    ),
    "a straight double quote, a curly quote or a curly apostrophe": re.compile('["“”’]'),
    "two ordinary spaces in a sentence": re.compile(r"[.;:] {2,}\S"),
}


def catalogue_texts():
    for message in read_catalogue():
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        yield from forms if message.id else ()


def model_texts():
    tables = (measures.SERIES, measures.CONDITIONS, measures.ORGANISATION_SERIES, measures.GROUP_SERIES,
              measures.SUMMARIES, measures.CASE_TALLY, measures.CONDITION_SERIES, measures.LOG_ENTRIES)  # fmt: skip
    for table in tables:
        yield from (one.fr for one in table.values())
    yield from (fr for _, fr in (*measures.FUNCTIONS.values(), *MECHANISMS.values()))
    yield from (one.fr for one in PHASES)
    options = (one for section in (StudyOptions, *SPECS.values()) for one in parameters(section))
    yield from (one.about.fr for one in (*every_parameter(), *options))


def file_texts():
    for one in every_option():
        yield from (one.fr, option_names(one.group)[one.name]["fr"])
    for path in (*option_paths(LEVER).values(), *scenario_paths().values()):
        yield from (text for key, text in flatten(read_yaml(path).tree) if key.endswith(".fr"))


def experiment_texts():
    base = validate({"lead": "a", "organisations": {"a": {"territory": "x"}, "b": {}}, "territories": {"x": 1.0}})
    yield from (one.text.fr for one in ANCHORS.values())
    for pattern in PATTERNS.values():
        yield from (pattern.statement.fr, pattern.ingredient.fr)
        yield from (text.fr for one in pattern.contrasts for text in (one.text, one.because))
        yield from (arm.text.fr for arm in pattern.arms(base).values())


def page_texts():
    for path in sorted((ROOT / "docs" / "fr").glob("*.md")):
        yield from MARKUP.sub("x", path.read_text(encoding="utf-8")).split("\n")


SOURCES = [catalogue_texts, model_texts, file_texts, experiment_texts, page_texts]


@pytest.mark.parametrize("rule", WRONG)
@pytest.mark.parametrize("texts", SOURCES)
def test_french_typography(texts, rule):
    found = list(texts())
    assert len(found) > 50
    assert [text for text in found if WRONG[rule].search(CODE.sub("x", text))] == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [("Fin : 3", 0), ("Fin:\n", 0), ("quoi?", 0), ("«a»", 1), ("50 %", 2), ("50%", 2), ("l’un", 3), ('"a"', 3)],
)
def test_the_rules_find_what_is_wrong(text, rule):
    assert list(WRONG.values())[rule].search(text)


def test_the_convention_is_stated():
    head = PO.read_text(encoding="utf-8").partition('msgid ""')[0]
    assert "U+00A0" in head
    assert "U+202F" in head
