"""``entente sensitivity`` as a command: sorted, shared out, kept, read again; refusals; a stop on the way."""

import json
import signal
import time

import forked
import pandas as pd
import pytest
from commanded import surroundings
from unfinished import take_back

AXES = ("scenario=tiny.yaml", "leadership=shared,broker", "leadership.hours=interval(2,40)",
        "understanding.anchoring=interval(4,520)")  # fmt: skip


@pytest.fixture(scope="module")
def analysis(entente, shared_place):
    """Analyse once for several tests."""
    done = entente("sensitivity", *AXES, "points=16", "replicates=4", "output=out", "--measure", "final,hours",
                   cwd=shared_place)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return shared_place, done.stdout


def test_what_is_left_in_the_folder(analysis):
    place, _ = analysis
    folder = place / "out"
    made = {one.name for one in folder.iterdir()}
    figures = {f"{stage}_{measure}.{suffix}" for stage in ("screening", "sensitivity") for measure in ("final", "hours")
               for suffix in ("svg", "png")}  # fmt: skip
    tables = {"screening.csv", "screening_growth.csv", "sensitivity.csv", "sensitivity_growth.csv", "failures.csv"}
    assert made == figures | tables | {"manifest.json", "morris", "saltelli"}
    assert set(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]) == (
        figures | tables | {"manifest.json"}
    )
    assert list(pd.read_csv(folder / "failures.csv").columns)[:2] == ["design", "point"]


def test_settings_are_sorted_then_shared_out(analysis):
    place, said = analysis
    first, second = (pd.read_csv(place / "out" / f"{name}.csv") for name in ("screening", "sensitivity"))
    # a framing held for a year or for ten changes nothing in twelve weeks
    anchoring = first[first["factor"] == "understanding.anchoring"]
    assert (anchoring["why"] != "matters").all()
    assert set(second["factor"]) == {"leadership", "leadership.hours"}
    hours = second[second["measure"] == "hours"].set_index("factor")
    assert hours["direction"]["leadership.hours"] > 0.2
    assert (second["total"] > second["noise"]).all()
    assert "Left out of what follows, and held at their usual value: half-life" in " ".join(said.split())
    assert "2 to 40 hours a week" in " ".join(said.split())
    assert "Not settled" in said


def test_the_same_command_again_runs_nothing(analysis, entente):
    place, _ = analysis
    before = (place / "out" / "sensitivity.csv").read_bytes()
    done = entente("sensitivity", *AXES, "points=16", "replicates=4", "output=out", "--measure", "final,hours",
                   cwd=place)  # fmt: skip
    assert done.returncode == 0
    assert done.stdout.count("were done already") == 2
    assert (place / "out" / "sensitivity.csv").read_bytes() == before


def test_a_folder_is_read_again_for_another_outcome_in_french(analysis, entente):
    place, _ = analysis
    done = entente("sensitivity", "out", "--measure", "dollars", "--lang", "fr", cwd=place)
    assert done.returncode == 0, done.stderr
    assert "Parts de la variance" in done.stdout
    assert "Dollars dépensés" in done.stdout
    assert set(pd.read_csv(place / "out" / "sensitivity.csv")["measure"]) == {"dollars"}
    assert not (place / "out" / "sensitivity_final.svg").exists()


def test_a_sweep_can_be_read_even_before_its_end(entente, place):
    words = ("scenario=tiny.yaml", "leadership.hours=interval(2,40)", "staff.turnover=interval(0.05,0.9)")
    done = entente("sweep", *words, "design=saltelli", "points=128", "replicates=2", "output=study", cwd=place)
    assert done.returncode == 0, done.stderr
    take_back(place / "study", len(list((place / "study" / "runs").iterdir())) - 1)
    read = entente("sensitivity", "study", "--measure", "hours", cwd=place)
    assert read.returncode == 0, read.stderr
    assert "is not finished: read as far as it goes" in read.stderr
    assert "(64 blocks of 4 points, 2 replicates)" in read.stdout
    assert set(pd.read_csv(place / "study" / "sensitivity.csv")["factor"]) == {"leadership.hours", "staff.turnover"}


def test_runs_that_failed_are_named_and_holes_refused(entente, place):
    lever = ("lever=pairing", "levers.pairing.delay=0")
    words = ("scenario=tiny.yaml", *lever, "levers.pairing.start=interval(2,8)", "levers.pairing.stop=interval(4,12)")
    done = entente("sensitivity", *words, "replicates=2", "--method", "morris", "--lang", "fr", cwd=place)
    assert done.returncode == 2
    assert "on ne peut rien dire de ces simulations" in done.stderr
    assert (
        "n'en ont pas\xa0: réglages, levers.pairing.stop\xa0: la semaine 4 vient avant ses premiers effets"
        in done.stderr
    )
    assert "des étendues où chaque simulation est possible" in done.stderr


def test_all_that_is_wrong_is_said_at_once(entente, place):
    done = entente("sensitivity", "scenario=tiny.yaml", "leadership.hours=interval(2,40)", "design=lhs", "points=15",
                   "--method", "sobl", "--measure", "fnal", cwd=place)  # fmt: skip
    assert done.returncode == 2
    for one in ("measure: 'fnal'", "nearest: final", "method: 'sobl'", "design: this command decides", "power of two"):
        assert one in done.stderr
    assert list(place.glob("results")) == []


def test_stopped_on_the_way_it_goes_on(entente, place):
    words = ("sensitivity", *AXES[:3], "points=64", "replicates=100", "--method", "sobol", "output=out")
    going = forked.begun(forked.command, words, place, surroundings(), place)
    for _ in range(1200):
        if any((place / "out" / "saltelli" / "runs").glob("part-*")) or not going.is_running:
            break
        time.sleep(0.05)
    going.send(signal.SIGINT)
    assert going.wait().returncode == 130
    assert not (place / "out" / "sensitivity.csv").exists()
    done = entente(*words, cwd=place)
    assert done.returncode == 0, done.stderr
    assert "were done already" in done.stdout
    assert len(pd.read_csv(place / "out" / "sensitivity.csv")) == 2
