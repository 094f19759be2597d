"""``entente compare`` as a user meets it, and ``entente.compare`` from Python."""

import json
import signal

import pandas as pd
import pytest

import entente as entente_library
from entente.sim.validation.validate import SettingsError

WORDS = ("compare", "scenario=tiny.yaml", "leadership=shared,directive", "staff.turnover=0.2,0.5", "replicates=30",
         "seed=4", "format=csv")  # fmt: skip
NAMES = [f"{style}+staff.turnover={rate}" for style in ("shared", "directive") for rate in (0.2, 0.5)]


@pytest.fixture(scope="module")
def done(entente, shared_place):
    return entente(*WORDS, "--measure", "departures,results", cwd=shared_place)


@pytest.fixture(scope="module")
def folder(done, shared_place):
    return shared_place / "results" / "compare"


def test_comparison_is_printed(done):
    assert done.returncode == 0, done.stderr
    for text in ("4 combinations × 30 replicates, seed 4", f"({NAMES[0]})", "Final mobilisation (share)",
                 "Departures (people)", "directive, Mean departures: 50%", "95% interval", "independent seeds",
                 "Results: results/compare"):  # fmt: skip
        assert text in done.stdout
    assert "120 of 120 replicates done" in done.stderr


def test_what_cannot_work_is_said_first_and_of_which_combinations(entente, shared_place):
    words = ["scenario=tiny.yaml", "work.pace=3,0.1", "casework.team=6", "replicates=2", "output=cannot"]
    found = entente("compare", *words, cwd=shared_place)
    assert found.returncode == 0, found.stderr
    assert "work.pace=3: before simulating: Partners see" in found.stderr
    assert "work.pace=0.1: before" not in found.stderr
    assert "entente: before simulating: Too few partners for a team of 6" in found.stderr
    again = entente("compare", *words, cwd=shared_place)  # all is done: what it said has been read
    assert "before simulating" not in again.stderr


def test_comparison_is_kept(folder):
    settings = {f"settings_{rank}.yaml" for rank in range(1, 5)}
    assert {path.name for path in folder.iterdir()} == settings | {
        "differences.csv", "curves.csv", "runs.csv", "mobilisation.svg", "mobilisation.png", "differences.svg",
        "differences.png", "manifest.json", ".parts",
    }  # fmt: skip
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert list(manifest["combinations"]) == NAMES
    assert manifest["against"] == NAMES[0]
    assert (manifest["seed"], manifest["replicates"], manifest["interrupted"]) == (4, {"asked": 30, "done": 30}, False)
    curves = pd.read_csv(folder / "curves.csv")
    assert len(curves) == 4 * 12
    assert list(curves)[:3] == ["combination", "week", "median"]


def test_every_combination_lives_as_it_would_alone(folder, shared_place):
    runs = pd.read_csv(folder / "runs.csv")
    table = pd.read_csv(folder / "differences.csv")
    tiny, how = shared_place / "tiny.yaml", {"replicates": 30, "seed": 4}
    alone = entente_library.run(tiny, leadership="directive", **{"staff.turnover": 0.5}, **how).runs
    mine = runs[(runs["leadership"] == "directive") & (runs["staff.turnover"] == 0.5)]
    assert list(mine["replicate"]) == list(alone["replicate"])
    assert list(mine["final"]) == pytest.approx(list(alone["final"]), rel=1e-5)
    by_hand = mine["final"].mean() - runs[runs["combination"] == NAMES[0]]["final"].mean()
    row = table[(table["measure"] == "final") & (table["combination"] == NAMES[3])].iloc[0]
    assert row["effect"] == pytest.approx(by_hand, abs=1e-5)
    assert row["low"] <= row["effect"] <= row["high"]
    again = entente_library.run(folder / "settings_4.yaml").runs
    pd.testing.assert_frame_equal(again, alone)


def test_order_of_the_combinations_changes_nothing(folder, shared_place):
    turned = entente_library.compare(
        shared_place / "tiny.yaml", overrides=["staff.turnover=0.5,0.2", "leadership=directive,shared"], replicates=30,
        seed=4, against="staff.turnover=0.2+shared", threads=1,
    )  # fmt: skip
    kept = pd.read_csv(folder / "differences.csv").query("combination == @NAMES[3]").set_index("measure")
    mine = turned.differences.query("combination == 'staff.turnover=0.5+directive'").set_index("measure")
    for column in ("effect", "low", "high", "sd", "n_independent"):
        assert list(mine[column]) == pytest.approx(list(kept.loc[mine.index, column]), rel=1e-4, abs=1e-6, nan_ok=True)


def test_a_scenario_beside_its_twin(entente, shared_place):
    words = ("compare", "scenario=leader_leaves", "weeks=90", "replicates=20", "format=csv", "output=t")
    alone = entente(*words, "twin=yes", cwd=shared_place)
    assert (alone.returncode, "twin=yes,no" in alone.stderr) == (2, True)
    both = entente(*words, "twin=yes,no", "--lang", "fr", cwd=shared_place)
    assert both.returncode == 0, both.stderr
    assert "Personne ne part (twin=yes)" in both.stdout
    assert "Tout passe par une personne, et elle part" in both.stdout
    runs = pd.read_csv(shared_place / "t" / "runs.csv").set_index("twin")
    leaves = entente_library.run("leader_leaves", weeks=90, replicates=20).runs
    stays = entente_library.run("leader_leaves", overrides=["~events.departure"], weeks=90, replicates=20).runs
    assert list(runs.loc["no", "final"]) == pytest.approx(list(leaves["final"]), rel=1e-5)
    assert list(runs.loc["yes", "final"]) == pytest.approx(list(stays["final"]), rel=1e-5)
    assert list(leaves["final"]) != list(stays["final"])


def test_combination_against_itself_is_nothing(shared_place):
    found = entente_library.compare(
        shared_place / "tiny.yaml", replicates=25, **{"question.en": ["One?", "Two?"], "lever": [["pairing"]]}
    )
    assert (found.differences["effect"] == 0).all()
    constant = found.differences[found.differences["method"] == "constant"]
    assert len(constant) == 5
    assert (constant[["low", "high", "sd"]] == 0).all(axis=None)
    assert repr(found) == "<ComparisonResults of 2 combinations × 25 replicates>"
    assert found.plot("fr").get_suptitle() == "La mobilisation avec des nombres aléatoires communs"
    assert found.plot_differences().axes


def test_replicates_are_added_until_precise_enough(entente, shared_place):
    first = entente_library.compare(shared_place / "tiny.yaml", leadership=["shared", "directive"], replicates=20)
    table = first.differences.set_index("measure").loc["final"]
    half = (table["high"] - table["low"]) / 2
    words = ("compare", "scenario=tiny.yaml", "leadership=shared,directive", "replicates=20", "output=u")
    done = entente(*words, "--until", f"ci={0.6 * half:.5f}", cwd=shared_place)
    assert "Precise enough after " in done.stdout
    manifest = json.loads((shared_place / "u" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["precision"]["reached"]
    assert manifest["precision"]["half_width"] <= 0.6 * half
    assert manifest["replicates"]["done"] > 20
    assert len(pd.read_parquet(shared_place / "u" / "runs.parquet")) == 2 * manifest["replicates"]["done"]
    short = entente(
        *words,
        "--until",
        "ci=0.00001",
        "--most",
        "40",
        "format=csv",
        "overwrite=true",
        "--lang",
        "fr",
        cwd=shared_place,
    )
    assert short.returncode == 0
    assert "Moins précis que souhaité après 40 réplicats" in short.stdout
    assert not (shared_place / "u" / "runs.parquet").exists()  # what the former comparison left does not stay


def test_everything_wrong_is_told_at_once(entente, shared_place):
    words = ("leadership=shard,broker", "leadership.hourz=1,2", "seed=1,2", "by_group=true", "--measure", "trust_fnal")
    done = entente("compare", *words, cwd=shared_place)
    assert done.returncode == 2
    assert done.stdout == ""
    for text in ("for 5 reasons", "nearest: shared", "nearest: leadership.hours", "nearest: trust_final",
                 "seed: it is the same for all combinations", "by_group: this command decides it itself"):  # fmt: skip
        assert text in done.stderr
    done = entente("compare", "leadership=shared,broker", "--until", "0.01", "--lang", "fr", cwd=shared_place)
    assert done.returncode == 2
    assert "until\xa0: 0.01 ne peut pas être lu\xa0; attendu\xa0: ci=..." in done.stderr


@pytest.mark.parametrize(
    ("words", "more", "said"),
    [
        (["leadership=shared,broker"], {"against": "brokr"}, "nearest: broker"),
        (["leadership=shared,broker"], {"most": 300}, "most: it needs --until"),
        (["leadership=shared,broker"], {"until": 0.1, "most": 3}, "expected at least 200"),
        (["leadership=shared,broker"], {"measures": ["end_reason"]}, "measure: 'end_reason' is not possible"),
        (["leadership=shared,broker,shared"], {}, "shared is said twice"),
        (["leadership.hours=interval(1,2)"], {}, "does not name its values in order"),
        ([], {"leadership": ["shared", "brocker"]}, r"nearest: broker \(arguments\)"),
        ([], {"leadership": "shared"}, "nothing to compare"),
    ],
)
def test_refusals_from_python(words, more, said):
    with pytest.raises(SettingsError, match=said):
        entente_library.compare(overrides=words, **more)


def test_stopping_keeps_what_is_done(start, place):
    words = ("compare", "scenario=tiny.yaml", "leadership=shared,broker", "replicates=12000", "output=stopped")
    running = start(*words, cwd=place)
    line = running.stdout.readline()
    assert line.startswith("2 combinations × 12,000 replicates")
    while "done" not in running.stderr.readline():  # a quarter
        pass
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    assert "Traceback" not in err
    assert "of 12,000 replicates done and kept in stopped" in err
    manifest = json.loads((place / "stopped" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["interrupted"]
    runs = pd.read_parquet(place / "stopped" / "runs.parquet")
    assert manifest["replicates"]["done"] * 2 == len(runs)
    assert runs.groupby("replicate").size().eq(2).all()
    assert "Final mobilisation" in out
