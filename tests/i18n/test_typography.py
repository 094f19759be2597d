"""French typography, one convention (it is stated at the head of the catalogue).

A no-break space (U+00A0) stands before : ; ? ! and » and after «; a narrow one (U+202F) between a number and % or $.
"""

import re

import pytest

from entente.i18n.extraction import PO, read_catalogue

NO_BREAK, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
# What is typed or filled in, not read: YAML, ${...}, %-places of argparse, addresses, what stands between quotes.
CODE = re.compile(r"\(nom: valeur\)|\$\{\{[^}]*\}\}|%\(\w+\)[sr]|%[sr]|\w+://\S+|'[^' ]*'|`[^`]*`|\"[\w.]+='[^']*'\"")
WRONG = {
    "no no-break space before : ; ? ! or »": re.compile(rf"[^{NO_BREAK}\n]([;?!»]|:(?=\s|$))"),
    "no no-break space after «": re.compile(rf"«[^{NO_BREAK}]"),
    "no narrow space between a number and its sign": re.compile(
        rf"[\d}}½][^{NARROW}\d\w]?(%|\$(?![\w{{]))(?<!{NARROW}%)(?<!{NARROW}\$)"
    ),
    "a straight double quote, a curly quote or a curly apostrophe": re.compile('["“”’]'),
    "two ordinary spaces in a sentence": re.compile(r"[.;:] {2,}\S"),
}


def french_texts():
    for message in read_catalogue():
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        yield from forms if message.id else ()


@pytest.mark.parametrize("rule", WRONG)
def test_french_typography(rule):
    wrong = [text for text in french_texts() if WRONG[rule].search(CODE.sub("x", text))]
    assert wrong == []


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
