"""``entente match`` as a user meets it: told as it goes, killed and resumed, refused, in French."""

import signal
import time

import forked
import pytest
from commanded import surroundings

WORDS = ("match", "alive", "active", "partners.threshold=interval(0.3,0.7)", "mobilisation.comfort=interval(0.3,0.9)",
         "points=24", "replicates=20", "waves=3", "members=500", "seed=3")  # fmt: skip


@pytest.fixture(scope="module")
def done(entente, shared_place):
    return entente(*WORDS, "output=whole", cwd=shared_place)


def files(folder):
    """Return what a matching left that must be the same again, byte for byte."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*")
            if path.suffix in {".csv", ".parquet", ".svg", ".yaml"}}  # fmt: skip


def test_waves_are_told_as_they_go(done):
    assert done.returncode == 0, done.stderr
    for text in (
        "2 targets in 1 arms, 2 settings that vary; 24 points a wave, 20 replicates each, seed 3",
        "Wave 1: 480 runs", "of 24 settings kept; ", " of the ranges left", "Wave 3: 480 runs", "0.77 ± 0.05",
        "reach it", "settings are plausible (at most 1 targets missed)", "whole/plausible.csv", "Results: whole",
    ):  # fmt: skip
        assert text in done.stdout, text


def test_killed_at_any_time_the_same_command_leaves_the_same_files(done, entente, shared_place):
    words = [*WORDS, "output=killed"]
    running = forked.begun(forked.slow_command, words, shared_place, surroundings(), shared_place)
    limit = time.monotonic() + 120
    while time.monotonic() < limit and running.is_running:
        if [*(shared_place / "killed" / "wave-2" / "runs").glob("part-*")]:
            break
        time.sleep(0.02)
    running.send(signal.SIGKILL)
    assert running.wait().returncode == -signal.SIGKILL
    assert not (shared_place / "killed" / "manifest.json").exists()
    again = entente(*words, cwd=shared_place)
    assert again.returncode == 0, again.stderr
    assert "Wave 1" not in again.stdout  # it was whole
    assert "were done already" in again.stdout
    assert files(shared_place / "killed") == files(shared_place / "whole")


def test_it_speaks_french(done, entente, shared_place):
    found = entente(*WORDS, "output=whole", "--lang", "fr", cwd=shared_place)
    assert found.returncode == 0, found.stderr
    for text in ("2 cibles dans 1 bras", "réglages sur 24 gardés\xa0; il reste", "réglages sont plausibles",
                 "Résultats\xa0: whole"):  # fmt: skip
        assert text in found.stdout, text
    assert "terrain" in (shared_place / "whole" / "matched.yaml").read_text(encoding="utf-8")
    told = entente("match", "--help", "--lang", "fr", cwd=shared_place).stdout
    assert "Des réglages sont essayés par vagues" in told
    assert "Réglages essayés à chaque vague" in told
    assert "c'est une donnée d'entrée du modèle" in told


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        (("exit", "alve"), ("exit: nothing has this name", "exits", "alive")),
        (("trust.contacts=2,3",), ("trust.contacts: matching needs a range", "interval(low,high)")),
        (("trust.contact=interval(1,4)",), ("trust.contact", "trust.contacts")),
        (("trust.contacts=interval(1,400)",), ("trust.contacts",)),
        (("scenario=lethbridge", "weeks=10"), ("scenario: this command decides it itself", "weeks: this command")),
        (("points=3", "wave=2"), ("points: 3 is not possible", "wave")),
        (("written",), ("written: it is no target", "this one stays a test")),
        (("alive", "leadership=shared,broker"), ("leadership: matching needs a range",)),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_run(entente, place, words, texts):
    found = entente("match", *words, cwd=place)
    assert found.returncode == 2
    for text in texts:
        assert text in found.stderr, (text, found.stderr)
    assert not (place / "results").exists()
