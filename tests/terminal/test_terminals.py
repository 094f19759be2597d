"""Help and reports in terminals of any width, and in those that lack accents."""

import pytest

from entente.parser import build
from entente.terminal.encodings import ascii_text
from entente.terminal.layout import fit_lines

WORDS = ("run", "scenario=tiny.yaml", "replicates=2", "threads=1", "--lang", "fr")
EXAMPLE = """\
What a command does, said in a sentence that is longer than the terminal is wide,
and goes on.

  entente run a=1       what it does
  entente run something=that.is.very.long another=one   what it does, at some length too
"""


@pytest.mark.parametrize("columns", [40, 60, 80, 130])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_help_is_no_wider_than_the_terminal(columns, language, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    parser, commands = build(language)
    for one in (parser, *commands.parsers.values()):
        assert [line for line in one.format_help().split("\n") if len(line) > columns] == [], one.prog


def test_what_fits_stays_as_it_is_and_the_rest_is_broken_where_it_reads_well():
    assert fit_lines(EXAMPLE, 100) == EXAMPLE
    assert (
        fit_lines(EXAMPLE, 45)
        == """\
What a command does, said in a sentence that
is longer than the terminal is wide, and goes
on.

  entente run a=1       what it does
  entente run something=that.is.very.long
      another=one
      what it does, at some length too
"""
    )
    assert fit_lines(EXAMPLE, 40).replace("\n", " ").split() == EXAMPLE.split(), "no word is lost"


def test_plain_text_is_readable():
    assert ascii_text("Équité : « l’œuvre », 5–95 % × −3 → ±1") == 'Equite : " l\'oeuvre ", 5-95 % x -3 -> +/-1'
    assert ascii_text("日") == "?"


@pytest.mark.parametrize(
    "more",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0", "NO_COLOR": "1", "TERM": "dumb"},
    ],
)
def test_a_terminal_without_accents_shows_plain_letters(start, place, more):
    out, errors = start(*WORDS, cwd=place, **more).communicate(timeout=120)
    assert "Traceback" not in errors
    assert "Resultats : results/tiny" in out
    assert "mediane" in out
    assert "?" not in out
    assert "replicats faits : 2 sur 2" in errors


def test_latin_1_keeps_its_accents_and_gets_plain_dashes(start, place):
    process = start("list", "leadership", "--lang", "fr", cwd=place, PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    raw = process.stdout.buffer.read()
    process.communicate(timeout=60)
    assert "expérience" in raw.decode("latin-1")
    assert b"?" not in raw
