"""Every recipe of CONTRIBUTING.md, followed to the letter in a copy of the checkout: what it adds works."""

import re

import pandas as pd
import pytest
from recipes import copy_checkout, edited, follow, recipes

RECIPES = recipes()


@pytest.fixture
def followed(tmp_path):
    """Return a function that follows the recipe of that title, and gives the copy and what the commands printed."""

    def followed(title):
        copy_checkout(tmp_path)
        return tmp_path, follow(RECIPES[title], tmp_path)

    return followed


def table(folder, name):
    return pd.read_parquet(folder / f"{name}.parquet")


@pytest.fixture(scope="module")
def usual(entente, tmp_path_factory):
    """Return the weeks of what the recipes run, without what they add."""
    folder = tmp_path_factory.mktemp("usual")
    words = ("scenario=twenty_partners", "weeks=3", "replicates=1", "threads=1", "output=usual")
    assert entente("run", *words, cwd=folder).returncode == 0
    return table(folder / "usual", "weeks")


def test_there_is_a_recipe_for_each_kind_of_change():
    kinds = ("parameter", "weekly measure", "mechanism", "leadership style", "lever", "figure", "command")
    assert list(RECIPES) == [f"Add a {kind}" for kind in kinds]


def test_recipes_are_short():
    assert all(len(text.splitlines()) <= 80 for text in RECIPES.values())


def test_an_edit_is_refused_where_its_place_is_not_found_once():
    assert edited("a\nb\nc\n", " a\n+x\n-b\n") == "a\nx\nc\n"
    for source in ("c\n", "a\nb\na\nb\n"):
        with pytest.raises(ValueError, match="times"):
            edited(source, " a\n-b\n+x\n")


def test_a_parameter_is_listed_and_acts(followed, usual):
    folder, said = followed("Add a parameter")
    assert "Worth of an hour without the expertise called on" in said
    assert "deliver (sim/rules/work.py)" in said
    slower = table(folder / "results" / "unmatched", "weeks")["momentum"].sum()
    assert slower < usual["momentum"].sum()


def test_a_measure_is_in_the_tables(followed):
    folder, said = followed("Add a weekly measure")
    assert "Leadership experience" in said
    weeks = pd.read_csv(folder / "results" / "experience" / "weeks.csv")
    assert list(weeks).index("experience") == list(weeks).index("energy") + 1
    assert weeks["experience"].between(0.2, 1).all()


def test_a_mechanism_can_be_switched_off(followed, usual):
    folder, said = followed("Add a mechanism")
    assert "Expertise counts in common work" in said
    without = table(folder / "results" / "matching", "weeks")
    assert without["momentum"].iloc[-1] > usual["momentum"].iloc[-1]


def test_a_style_is_listed_and_runs(followed):
    folder, said = followed("Add a leadership style")
    assert "A circle shares the animation" in said.replace("\n", " ")
    assert "style: circle" in (folder / "results" / "circle" / "settings.yaml").read_text(encoding="utf-8")


def test_a_lever_is_listed_runs_and_has_its_row(followed):
    folder, said = followed("Add a lever")
    assert "Visits between partners" in said
    assert "visits" in (folder / "results" / "visits" / "settings.yaml").read_text(encoding="utf-8")
    assert "`peer_visits`" in (folder / "docs" / "levers.md").read_text(encoding="utf-8")
    assert "Des visites entre partenaires" in (folder / "docs" / "fr" / "leviers.md").read_text(encoding="utf-8")


def test_a_figure_is_drawn_beside_its_table(followed):
    folder, _ = followed("Add a figure")
    place = folder / "results" / "drawn"
    assert all((place / f"trust.{kind}").stat().st_size > 5000 for kind in ("svg", "png"))
    assert {"week", "median"} <= set(pd.read_csv(place / "trust_table.csv"))


def test_a_command_answers_in_both_languages(followed):
    _, said = followed("Add a command")
    assert re.search(r"^ +2  \w+$", said, re.MULTILINE)
    assert "compter comment les réplicats d'une simulation ont pris fin" in " ".join(said.split())
