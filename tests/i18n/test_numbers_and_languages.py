"""The language of the environment, and numbers as each language writes them."""

import pytest

from entente.config.run_settings import every_parameter
from entente.i18n import default_language, number, percent, say, say_number, unit
from entente.i18n.units import UNITS
from entente.sim.model.measures import ORGANISATION_SERIES, SERIES, SUMMARIES


def test_every_unit_has_a_french_name():
    units = {one.about.unit for one in every_parameter()}
    units |= {one.unit for columns in (SERIES, SUMMARIES, ORGANISATION_SERIES) for one in columns.values()}
    assert units - {""} <= set(UNITS)
    assert unit("weeks", "fr") == "semaines"
    assert unit("weeks", "en") == "weeks"
    assert unit("", "fr") == ""


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_CA.UTF-8"}, "fr"),
        ({"LANG": "fr_CA.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_CA.UTF-8", "LC_MESSAGES": "fr_FR"}, "fr"),
        ({"LANG": "fr_CA.UTF-8", "ENTENTE_LANG": "en"}, "en"),
        ({"LANG": "fr_CA.UTF-8", "LC_ALL": ""}, "fr"),
    ],
)
def test_language_of_the_environment(environment, language):
    assert default_language(environment) == language


def test_numbers_in_both_languages():
    assert number(1234.5, "en", 1) == "1,234.5"
    assert number(1234.5, "fr", 1) == "1\N{NARROW NO-BREAK SPACE}234,5"
    assert percent(0.25, "en") == "25%"
    assert percent(0.25, "fr") == "25\N{NARROW NO-BREAK SPACE}%"
    assert percent(0.004, "en") == "<1%"
    assert percent(0.998, "en") == ">99%"
    assert (percent(0, "en"), percent(1, "en")) == ("0%", "100%")


@pytest.mark.parametrize(
    ("language", "count", "start"),
    [("en", 0, "0 replicates"), ("en", 1, "1 replicate "), ("en", 2000, "2,000 replicates"),
     ("fr", 0, "0 réplicat "), ("fr", 1, "1 réplicat "), ("fr", 2000, "2\N{NARROW NO-BREAK SPACE}000 réplicats ")],
)  # fmt: skip
def test_a_number_decides_between_singular_and_plural(language, count, start):
    """Zero is plural in English and singular in French."""
    texts = ("{count} replicate of {weeks} weeks, seed {seed}", "{count} replicates of {weeks} weeks, seed {seed}")
    assert say_number(*texts, count, language, weeks=3, seed=7).startswith(start)


def test_a_text_is_filled_in():
    assert say("Results: {folder}", "en", folder="x") == "Results: x"
