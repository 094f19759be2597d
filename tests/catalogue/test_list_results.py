"""``entente list results``: folders that commands left can be told apart."""

import pytest

from entente.commands.list.results import state_text

RUN = ("run", "scenario=tiny.yaml", "replicates=2", "threads=1")


@pytest.fixture(scope="module")
def listed(entente, shared_place):
    """Return the lines of the list, after some commands."""
    for more in ((), ("leadership=broker",), ("leadership.hours=20", "seed=4")):
        assert entente(*RUN, *more, cwd=shared_place).returncode == 0
    words = ("scenario=tiny.yaml", "replicates=2", "threads=1", "leadership=shared,broker")
    assert entente("compare", *words, cwd=shared_place).returncode == 0
    assert entente("sweep", *words, cwd=shared_place).returncode == 0
    (shared_place / "results" / "mine").mkdir()
    (shared_place / "results" / "damaged").mkdir()
    (shared_place / "results" / "damaged" / "manifest.json").write_text("{", encoding="utf-8")
    return lambda *more: entente("list", "results", *more, cwd=shared_place, COLUMNS="200")


def test_every_folder_says_what_it_holds_and_what_differs(listed):
    lines = {line.split()[0]: line for line in listed().stdout.splitlines()[1:]}
    assert set(lines) == {
        f"results/{name}" for name in ("tiny", "tiny-2", "tiny-3", "compare", "tiny-sweep", "damaged")
    }
    assert "Small table" in lines["results/tiny"]
    assert lines["results/tiny"].rstrip().endswith("finished"), "nothing differs"
    assert lines["results/tiny-2"].rstrip().endswith("leadership=broker")
    assert lines["results/tiny-3"].rstrip().endswith("leadership.hours=20, seed=4")
    assert "comparison" in lines["results/compare"]
    assert "leadership=shared,broker" in lines["results/compare"]
    assert "sweep" in lines["results/tiny-sweep"]
    assert lines["results/damaged"].rstrip().endswith("damaged")


def test_what_was_stopped_says_how_far_it_went():
    assert state_text(True, 9, 9, "en") == "finished"
    assert state_text(False, 2, 9, "en") == "stopped at 2 of 9"


def test_the_list_is_searched_and_taken_elsewhere(listed):
    assert len(listed("broker").stdout.splitlines()) >= 2
    assert "results/tiny-3" not in listed("leadership=broker").stdout
    assert listed("results").stdout == listed().stdout
    assert listed("nothing like it").stdout == "Nothing contains 'nothing like it'.\n"
    assert "Petite table" in listed("--lang", "fr").stdout


def test_no_results_are_said(entente, tmp_path):
    assert entente("list", "results", cwd=tmp_path).stdout == "There are no results in results.\n"
