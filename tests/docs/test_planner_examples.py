"""The worked examples for planners: the pages tell the commands that are run, and these can be run, small."""

import shlex

import pandas as pd
import pytest
from pages import ROOT, fenced

from entente.commands.calibration.register_file import read_register
from entente.docs_build.planner_examples import EXAMPLES, carry_out, example_plans_table

PAGES = {"en": ROOT / "docs" / "planner-examples.md", "fr": ROOT / "docs" / "fr" / "exemples.md"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_tells_the_commands_that_make_its_plans(language):
    told = [shlex.split(line) for text in fenced(PAGES[language], "text") for line in text.splitlines()]
    for example in EXAMPLES.values():
        words = [word for word in example.plan_words(language) if not word.startswith("output=")]
        asked = ["entente", *(words if language == "fr" else words[:-2])]
        assert asked in told


@pytest.mark.slow
def test_an_example_goes_from_the_list_to_the_forecast(tmp_path, monkeypatch):
    example = EXAMPLES["cellule_action"]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plans.yaml").write_text("mediator: {lever: [mediation]}\n", encoding="utf-8")
    small = ["plausible=10", "replicates=20"]
    carry_out(example, ["--options", "plans.yaml", "replicates=10"], small, languages=["en"])
    assert (tmp_path / example.folder("en") / "report.html").is_file()
    assert (tmp_path / "cellule_action-forecast-en" / "forecast.png").is_file()
    seen = read_register(tmp_path / "cellule_action-register.csv")
    assert "Service de police" in seen.organisations
    plans = pd.read_csv(tmp_path / example.folder("en") / "plans.csv")
    assert plans["roles"].iloc[0] == "as_is"


def test_the_plans_are_told_alike_in_both_languages():
    for sheet in EXAMPLES:
        rows = [example_plans_table(sheet, language).splitlines()[2:] for language in ("en", "fr")]
        assert [row.split("|")[1] for row in rows[0]] == [row.split("|")[1] for row in rows[1]]
