"""``entente sweep`` as a user meets it: its announcements, any stop, refusals, both languages."""

import signal
import time

import forked
import pandas as pd
import pytest
from commanded import surroundings

WORDS = ("scenario=tiny.yaml", "weeks=156", "leadership=shared,broker", "leadership.hours=interval(2,20)", "points=150",
         "replicates=40")  # fmt: skip


@pytest.fixture(scope="module")
def done(entente, shared_place):
    return entente("sweep", *WORDS, "output=whole", cwd=shared_place)


def test_a_sweep_says_its_size_before_and_its_rate_after(done, shared_place):
    assert done.returncode == 0, done.stderr
    for text in ("150 points × 40 replicates = 6,000 runs, seed 1; about",
                 "Varying: Leadership, Hours for animating the partnership",
                 "In whole", "6,000 runs in", "a second", "Results: whole"):  # fmt: skip
        assert text in done.stdout
    assert len(pd.read_parquet(shared_place / "whole" / "runs")) == 6000


def killed_after(parts, how, place):
    """Begin the sweep, stop it so when that many parts are there, and return what it left."""
    words = ["sweep", *WORDS, "output=killed"]
    running = forked.begun(forked.command, words, place, surroundings(), place)
    limit = time.monotonic() + 60
    while time.monotonic() < limit and running.is_running and len([*place.glob("killed/runs/part-*")]) < parts:
        time.sleep(0.005)
    running.send(how)
    return running.wait()


def test_killed_at_any_moment_it_goes_on_with_nothing_lost_and_nothing_twice(done, entente, shared_place):
    for parts in (0, 4, 9):
        assert killed_after(parts, signal.SIGKILL, shared_place).returncode in {-signal.SIGKILL, 0}
    stopped = killed_after(14, signal.SIGINT, shared_place)
    assert stopped.returncode in {130, 0}
    if stopped.returncode:
        assert "The same command goes on with them" in stopped.stderr
    last = entente("sweep", "killed", cwd=shared_place)  # by its folder alone
    assert last.returncode == 0, last.stderr
    for name in ("runs", "curves"):
        frames = [pd.read_parquet(shared_place / folder / name) for folder in ("whole", "killed")]
        pd.testing.assert_frame_equal(*frames)
    again = entente("sweep", *WORDS, "output=killed", "--lang", "fr", cwd=shared_place)
    assert "étaient déjà faites" in again.stdout


def test_another_study_in_the_folder_is_refused_with_the_difference(done, entente, shared_place):
    refused = entente("sweep", *WORDS, "output=whole", "seed=9", "--lang", "fr", cwd=shared_place)
    assert refused.returncode == 2
    assert "seed\xa0: 9 est demandé, et l'étude qui s'y trouve a 1" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_failures_are_counted_and_told_in_the_language(entente, place):
    lever = ("lever=pairing", "levers.pairing.delay=0", "levers.pairing.start=2,9", "levers.pairing.stop=8,12")
    words = ("scenario=tiny.yaml", *lever, "replicates=2")
    done = entente("sweep", *words, "--lang", "fr", cwd=place)
    assert done.returncode == 0
    assert "2 simulations sur 8 ont échoué, à 1 points" in done.stderr
    assert (
        "point 2 (réglages)\xa0: levers.pairing.stop\xa0: la semaine 8 vient avant ses premiers effets" in done.stderr
    )


def test_what_can_never_be_is_refused_before_any_run(entente, place):
    (place / "points.csv").write_text("weeks,events.cut.week\n6,800\n7,900\n8,900\n", encoding="utf-8")
    refused = entente("sweep", "scenario=tiny.yaml", "design=points.csv", "replicates=2", "output=none", cwd=place)
    assert refused.returncode == 2
    assert "events.cut.week" in refused.stderr
    assert not (place / "none").exists()


def test_hands_used_to_hydra_find_the_same(entente, place):
    words = ("scenario=tiny.yaml", "leadership.hours=2,4", "replicates=2")
    for mark in ("--multirun", "-m"):
        done = entente("run", mark, *words, cwd=place)
        assert done.returncode == 0, done.stderr
        assert "2 points × 2 replicates" in done.stdout
    assert (place / "results" / "tiny-sweep" / "study.json").exists()
    assert not (place / "results" / "tiny-sweep-2").exists()


def test_everything_wrong_is_told_at_once(entente, place):
    refused = entente("sweep", "leadership=shred,broker", "points=-1", "design=lsh", "--measure", "finl",
                      "--uncertain", "staff.turnover=0.5", cwd=place)  # fmt: skip
    assert refused.returncode == 2
    for text in ("shared", "points", "lhs", "final", "staff.turnover"):
        assert text in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (place / "results").exists()


def test_help_speaks_both_languages(entente, place):
    for language, text in (("en", "any moment"), ("fr", "n'importe quel moment")):
        helped = entente("sweep", "--help", "--lang", language, cwd=place)
        assert helped.returncode == 0
        assert text in helped.stdout
