"""``entente draw`` as a user meets it: files beside the results or elsewhere, refusals in both languages."""

import json
import shutil

import pandas as pd
import pytest


@pytest.fixture(scope="module")
def results(entente, shared_place):
    words = ("scenario=tiny.yaml", "replicates=3", "seed=7", "output=ran", "by_organisation=true", "by_group=true")
    done = entente("run", *words, cwd=shared_place)
    assert done.returncode == 0, done.stderr
    return shared_place / "ran"


@pytest.mark.parametrize("figure", ["wheel", "timeline", "groups"])
def test_a_figure_goes_beside_the_results(entente, results, figure):
    done = entente("draw", figure, "ran", cwd=results.parent)
    assert done.returncode == 0, done.stderr
    for name in (f"{figure}.svg", f"{figure}.png", f"{figure}_table.csv"):
        assert f"Drawn: ran/{name}" in done.stdout
        assert (results / name).stat().st_size > 100
    assert len(pd.read_csv(results / f"{figure}_table.csv")) > 0
    assert "Small table" in (results / f"{figure}.svg").read_text(encoding="utf-8"), (
        "its title, for who does not see it"
    )


def test_options_and_language_may_stand_anywhere(entente, results):
    words = ("by=territory", "--lang", "fr", "week=6", "output=mes figures/roue.svg")
    done = entente("draw", "wheel", "ran", *words, cwd=results.parent)
    assert done.returncode == 0, done.stderr
    assert "Dessiné\xa0: mes figures/roue.svg" in done.stdout
    svg = (results.parent / "mes figures" / "roue.svg").read_text(encoding="utf-8")
    assert "Petite table" in svg
    table = pd.read_csv(results.parent / "mes figures" / "roue_table.csv", keep_default_na=False)
    assert set(table["group"]) == {"", "north", "south"}


def test_the_same_call_gives_the_same_bytes(entente, results):
    for name in ("one", "two"):
        entente("draw", "timeline", "ran", "replicate=1", f"output={name}", cwd=results.parent)
    for end in (".svg", ".png", "_table.csv"):
        assert (results.parent / f"one{end}").read_bytes() == (results.parent / f"two{end}").read_bytes()


def test_tables_in_csv_draw_as_well(entente, shared_place):
    entente("run", "scenario=tiny.yaml", "replicates=2", "output=text", "format=csv", "by_group=true", cwd=shared_place)
    before = (shared_place / "text" / "groups.csv").read_bytes()
    for figure in ("wheel", "timeline", "groups"):
        done = entente("draw", figure, "text", cwd=shared_place)
        assert done.returncode == 0, done.stderr
    assert (shared_place / "text" / "groups.csv").read_bytes() == before, "the table of the results is left as it was"


def test_everything_wrong_is_reported(entente, results):
    done = entente("draw", "wheel", "ran", "by=sectr", "weeks=[0]", "wek=3", cwd=results.parent)
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert lines[0] == "entente: nothing was drawn, for 3 reasons"
    assert "  by: 'sectr' is not possible; expected one of sector, territory; nearest: sector" in lines
    assert "  weeks: 0 is not possible; expected a whole number from 1 to 520" in lines
    assert "  wek: no such setting; expected one of weeks, by, week, names, size, output; nearest: week, weeks" in lines
    late = entente("draw", "wheel", "ran", "weeks=[13]", "--lang", "fr", cwd=results.parent)
    assert late.returncode == 2
    assert "weeks\xa0: la semaine 13 vient après l'horizon\xa0; attendu\xa0: une semaine de 1 à 12" in late.stderr


def test_a_missing_table_says_which_run_gives_it(entente, shared_place):
    entente("run", "scenario=tiny.yaml", "replicates=1", "output=bare", cwd=shared_place)
    done = entente("draw", "groups", "bare", cwd=shared_place)
    assert done.returncode == 2
    assert "these results hold no table groups; expected a run with by_group=true" in done.stderr
    done = entente("draw", "wheel", "bare", "by=sector", "--lang", "fr", cwd=shared_place)
    assert done.returncode == 2
    assert "ces résultats n'ont pas de table organisations" in done.stderr
    assert "une simulation faite avec by_organisation=true" in done.stderr
    assert not (shared_place / "bare" / "wheel.svg").exists()


def test_tables_that_are_gone_are_named(entente, results):
    old = shutil.copytree(results, results.with_name("old"))
    for name in ("conditions", "event_log"):
        (old / f"{name}.parquet").unlink()
    for figure, table in (("wheel", "conditions"), ("timeline", "event_log")):
        done = entente("draw", figure, "old", cwd=results.parent)
        assert done.returncode == 2, done.stderr
        assert f"{table}.parquet: it is missing; expected the command that made it, given again" in done.stderr


def test_a_folder_without_results(entente, results):
    done = entente("draw", "wheel", "rann", cwd=results.parent)
    assert done.returncode == 2
    assert "rann: it holds no results of a run; expected a folder that entente run left; nearest: ran" in done.stderr
    assert entente("draw", "wheel", "tiny.yaml", cwd=results.parent).returncode == 2


def test_help_lists_the_options(entente, results):
    english = entente("draw", "--help", cwd=results).stdout
    french = entente("draw", "--help", "--lang", "fr", cwd=results).stdout
    for text in ("weeks=", "replicate=", "the one whose area under the curve is the median"):
        assert text in " ".join(english.split())
    assert "celui dont l'aire sous la courbe est la médiane" in " ".join(french.split())
    assert entente("draw", "pie", "ran", cwd=results).returncode == 2
    assert entente("draw", cwd=results).returncode == 2


def test_the_manifest_stays_as_the_run_left_it(results):
    assert "wheel.svg" not in json.loads((results / "manifest.json").read_text(encoding="utf-8"))["files"]
