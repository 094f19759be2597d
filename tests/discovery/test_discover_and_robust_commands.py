"""``entente discover`` and ``entente robust``, as commands: sweep then tell, or read what is there; refusals."""

import pandas as pd
import pytest
from unfinished import take_back

AXES = ("partners.hours=interval(1,10)", "leadership=shared,directive")


@pytest.fixture(scope="module")
def discovered(entente, shared_place):
    done = entente("discover", "scenario=./tiny.yaml", *AXES, "points=36", "replicates=4", "output=here", "--goal",
                   "final>=0.3", cwd=shared_place)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done, shared_place / "here"


def test_discover_sweeps_then_tells(discovered):
    done, folder = discovered
    assert "36 points × 4 replicates = 144 runs" in done.stdout
    assert "final mobilisation: at least 30%" in done.stdout
    kept = folder / "discover"
    assert f"Results: {kept.relative_to(folder.parent)}" in done.stdout
    cases = pd.read_csv(kept / "cases.csv")
    runs = pd.read_parquet(folder / "runs")
    assert cases["interest"].sum() == (runs["final"] < 0.3).sum()


def test_the_same_command_goes_on_and_a_folder_is_only_read(entente, discovered, shared_place):
    again = entente("discover", "scenario=./tiny.yaml", *AXES, "points=36", "replicates=4", "output=here",
                    cwd=shared_place)  # fmt: skip
    assert "All 144 runs were done already" in again.stdout
    put_back = take_back(discovered[1], 0)
    try:
        read = entente("discover", "here", "--goal", "final>=0.3", "--lang", "fr", cwd=shared_place)
    finally:
        put_back()
    assert read.returncode == 0, read.stderr
    assert "L'étude n'est pas finie" in read.stdout
    assert "Résultats\xa0: here/discover" in read.stdout
    assert len(list((discovered[1] / "runs").glob("part-*.parquet"))) > 1


def test_robust_tells_goals_regret_and_costs(entente, place):
    (place / "study.yaml").write_text(
        "scenario: ./tiny.yaml\nreplicates: 3\npoints: 6\n"
        "levers: {leadership: [shared, directive, absent]}\nuncertainties: {partners.hours: 'interval(1,10)'}\n"
        "outcomes: [final, trust_final]\n",
        encoding="utf-8",
    )
    done = entente("robust", "study=study.yaml", "output=kept", "--goal", "final>=0.3", cwd=place)
    assert done.returncode == 0, done.stderr
    assert "3 choices × 6 futures" in done.stdout
    for part in ("Goal — final mobilisation: at least 30%", "of the 3 choices", "Only 6 futures", "shared",
                 "Trust at the end (share)", "one in ten over", "Results: kept/robust"):  # fmt: skip
        assert part in done.stdout
    table = pd.read_csv(place / "kept" / "robust" / "choices.csv")
    assert set(table["choice"]) == {"shared", "directive", "absent"}
    french = entente("robust", "kept", "--lang", "fr", "--measure", "active_share", cwd=place)
    assert french.returncode == 0, french.stderr
    assert "sans essoufflement" in french.stdout
    assert "Part des partenaires actifs (part)" in french.stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("discover", "leadership.hors=interval(1,2)", "--goal", "finale>=0.5", "--goal", "final", "--axes", "some",
          "--density", "much"),
         ("5 reasons", "leadership.hours", "nearest: final", "goal: final cannot be read", "axes: some",
          "density: much")),
        (("robust", *AXES, "--measure", "peak_week", "--lang", "fr", "random_numbers=own"),
         ("3 raisons", "des choix ne se comparent qu'avec des nombres aléatoires communs",
          "'peak_week' n'est pas possible",
          "elle ne croise pas de choix avec des incertitudes")),
    ],
)  # fmt: skip
def test_refusals(entente, place, words, expected):
    done = entente(words[0], "scenario=./tiny.yaml", "replicates=2", *words[1:], cwd=place)
    assert done.returncode == 2
    for part in expected:
        assert part in done.stderr


def test_help_in_both_languages(entente, place):
    assert "third of the points" in entente("discover", "--help", cwd=place).stdout
    assert "affronte les mêmes avenirs" in entente("robust", "--help", "--lang", "fr", cwd=place).stdout
