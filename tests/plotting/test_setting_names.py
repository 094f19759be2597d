"""One place says what settings, options and values are called, and what differs from a scenario."""

import pytest

from entente.analysis.plotting.setting_names import (
    change_texts,
    combination_title,
    level_title,
    level_with_unit,
    setting_and_level,
    setting_title,
)

COLON = {"en": ": ", "fr": "\u00a0: "}


@pytest.mark.parametrize(
    ("key", "value", "english", "french"),
    [
        ("leadership", "broker", "broker", "de liaison"),
        ("leadership", "", "the defaults", "les valeurs par défaut"),
        ("lever", "[]", "no lever", "aucun levier"),
        ("lever", "[handover_protocol,pairing]", "A handover protocol + Pairing",
         "Un protocole de passation + Le pairage"),
        ("lever", "pairing, handover_protocol", "Pairing + A handover protocol",
         "Le pairage + Un protocole de passation"),
        ("scenario", "crisis", "A crisis", "Une crise"),
        ("scenario", "somewhere/our_own.yaml", "our own", "our own"),
        ("leadership.hours", "12.5", "12.5", "12,5"),
        ("staff.turnover", "0.35", "35%", "35\u202f%"),
        ("mechanisms.burnout", "off", "off", "inactif"),
        ("organisations.clinic.sector", "health", "health", "santé"),
        ("communication.rhythm", "monthly_table", "monthly table", "monthly table"),
    ],
)  # fmt: skip
def test_values_are_called_by_their_titles(key, value, english, french):
    assert level_title(key, value, "en") == english
    if key != "mechanisms.burnout":  # a word of the catalogue
        assert level_title(key, value, "fr") == french


def test_settings_are_called_by_their_titles_with_the_entry_that_they_belong_to():
    assert setting_title("leadership.hours", "en") == "Hours for animating the partnership"
    assert setting_title("lever", "fr") == "Leviers"
    assert setting_title("levers.pairing.start", "en").endswith("(Pairing)")
    assert setting_title("organisations.food_aid.hours", "fr") == "Heures par délégué·e et par semaine (food aid)"
    assert setting_title("leadership.rotation", "en") == "Time between rotations of the lead"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_combination_says_each_of_its_settings(language):
    titles = {"en": "shared, Hours for animating the partnership", "fr": "partagé, Heures d'animation du partenariat"}
    found = combination_title({"leadership": "shared", "leadership.hours": "5"}, language)
    assert found == f"{titles[language]}{COLON[language]}5"
    assert setting_and_level("lever", "[pairing]", language) == {"en": "Pairing", "fr": "Le pairage"}[language]


def test_units_are_in_words():
    assert level_with_unit("leadership.hours", "40", "en") == "40 hours a week"
    assert level_with_unit("staff.turnover", "0.9", "fr") == "90\u202f% des postes par an"


def test_what_differs_from_a_scenario_is_told_shortly():
    changes = {"lever": "pairing", "weeks": "30", "organisations.police": "", "organisations.new_one": "+",
               "title.en": "Mine", "leadership.hours": "5", "seed_money": "on"}  # fmt: skip
    told = change_texts(changes, "en", most=3)
    assert told == ["Levers: Pairing", "Horizon: 30 weeks", "without police", "and 3 others"]
    assert change_texts({"weeks": "30"}, "fr") == ["Horizon\u00a0: 30 semaines"]
    assert change_texts({}, "fr") == []
