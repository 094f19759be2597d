"""``import entente``: run, look, save, load."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import entente
from entente.sim.validation.validate import SettingsError

FILES = (
    "weeks.parquet",
    "runs.parquet",
    "cases.parquet",
    "organisations.parquet",
    "mobilisation.svg",
    "mobilisation.png",
    "settings.yaml",
)


@pytest.fixture(scope="module")
def scenario(small_text, tmp_path_factory):
    path = tmp_path_factory.mktemp("run") / "small.yaml"
    path.write_text(small_text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def result(scenario):
    return entente.run(
        scenario, leadership="broker", replicates=3, seed=7, by_organisation=True, **{"leadership.hours": 20}
    )


def test_result_holds_tables_and_settings(result):
    assert len(result.runs) == 3
    assert len(result.weeks) == 3 * 10
    assert len(result.organisations) == 3 * 10 * 4
    assert result.settings.leadership.hours == 20
    assert result.manifest["choices"]["leadership"] == "broker"
    assert repr(result) == "<RunResults of 3 replicates of 10 weeks: small, broker, quarterly_table, light>"


def test_keywords_and_texts_are_one_way(result, scenario):
    texts = ["leadership=broker", "replicates=3", "seed=7", "by_organisation=true", "leadership.hours=20"]
    again = entente.run(scenario, overrides=texts)
    pd.testing.assert_frame_equal(again.weeks, result.weeks)
    pd.testing.assert_frame_equal(again.organisations, result.organisations)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_plot_speaks_both_languages(result, language):
    figure = result.plot(language=language)
    said = " ".join(text.get_text() for text in figure.findobj(lambda one: hasattr(one, "get_text")))
    assert ("Petite table" if language == "fr" else "Small table") in said


def test_saved_results_load_as_they_were(result, tmp_path):
    folder = result.save(tmp_path / "kept", language="en")
    again = entente.load(folder)
    for name in ("weeks", "runs", "organisations"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(result, name))
    assert again.settings == result.settings
    assert again.manifest["seed"] == 7
    second = again.save(tmp_path / "copy", language="en")
    for name in FILES:
        assert (folder / name).read_bytes() == (second / name).read_bytes(), name
    with pytest.raises(SettingsError, match="already holds something"):
        result.save(folder)
    result.save(folder, overwrite=True, format="csv")
    pd.testing.assert_frame_equal(entente.load(folder).runs, result.runs)


def test_run_with_output_leaves_it(scenario, tmp_path):
    entente.run(scenario, replicates=1, output=tmp_path / "out")
    assert (tmp_path / "out" / "manifest.json").exists()
    with pytest.raises(SettingsError, match="seed: 2 is asked for, and the results there have 1"):
        entente.run(scenario, replicates=1, seed=2, output=tmp_path / "out")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("mine")
    with pytest.raises(SettingsError, match="output"):
        entente.run(scenario, replicates=1, output=tmp_path / "other")


def test_the_same_again_is_found_done_and_more_replicates_are_added(scenario, tmp_path):
    first = entente.run(scenario, replicates=3, output=tmp_path / "out")
    before = (tmp_path / "out" / "manifest.json").stat().st_mtime_ns
    pd.testing.assert_frame_equal(entente.run(scenario, replicates=3, output=tmp_path / "out").weeks, first.weeks)
    assert (tmp_path / "out" / "manifest.json").stat().st_mtime_ns == before
    with pytest.raises(SettingsError, match="replicates: 2 is asked for, and the results there have 3"):
        entente.run(scenario, replicates=2, output=tmp_path / "out")
    more = entente.run(scenario, replicates=5, output=tmp_path / "out")
    pd.testing.assert_frame_equal(more.weeks, entente.run(scenario, replicates=5).weeks)


def test_a_subclass_of_the_model_goes_the_same_way(scenario, caplog):
    import entente.sim

    class Idle(entente.sim.Partnership):
        def mobilisation(self):
            """Nothing moves."""

    plain = entente.run(scenario, replicates=2, seed=7)
    stepped = entente.run(scenario, replicates=2, seed=7, model=entente.sim.Partnership)
    idle = entente.run(scenario, replicates=2, seed=7, model=Idle)
    pd.testing.assert_frame_equal(stepped.weeks, plain.weeks)
    assert not idle.weeks["mobilisation"].equals(plain.weeks["mobilisation"])
    assert idle.manifest["model"].endswith("Idle")
    assert "Idle" in caplog.text


def test_wrong_arguments_are_all_reported(scenario):
    with pytest.raises(SettingsError) as caught:
        entente.run(scenario, leadership="brokr", replicates=0, **{"trust.span": "wide"})
    assert len(caught.value.violations) == 3
    assert "(arguments)" in str(caught.value)


def test_settings_alone(scenario):
    assert entente.settings(scenario, weeks=9).weeks == 9


def test_nothing_was_left_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        entente.load(tmp_path)


def test_importing_costs_nothing():
    code = (
        "import sys, entente; print([m for m in ('numpy', 'pandas', 'numba', 'hydra', 'pydantic') if m in sys.modules])"
    )
    root = Path(entente.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    with pytest.raises(AttributeError):
        entente.nothing  # noqa: B018
