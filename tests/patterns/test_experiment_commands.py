"""``entente patterns``, ``anchors`` and ``ablation`` as a user meets them."""

import json
import re
import signal
import time
import xml.etree.ElementTree as ET

import pandas as pd
import pytest

import entente as entente_library

COLUMNS = [
    "pattern", "contrast", "scenario", "unit", "effect", "low", "high", "least", "most", "expected", "replicates",
    "missing", "verdict", "basis", "worlds", "share_of_worlds", "share_low", "share_high",
]  # fmt: skip


@pytest.fixture(scope="module")
def tested(entente, shared_place):
    words = ("patterns", "--quick", "P9", "P13", "scenario=tiny.yaml", "replicates=6", "seed=5")
    return [entente(*words, cwd=shared_place) for _ in range(2)]


@pytest.fixture(scope="module")
def folder(tested, shared_place):
    return shared_place / "results" / "patterns"


def test_patterns_are_printed(tested):
    done = tested[0]
    assert done.returncode == 0, done.stderr
    for text in ("Patterns on Small table: 4 arms of 6 replicates, seed 5", "P9", "P13", "95% interval", "Verdicts:",
                 "Results: results/patterns"):  # fmt: skip
        assert text in done.stdout
    assert "24 of 24 replicates done" in done.stderr


def test_patterns_are_kept(folder):
    assert {path.name for path in folder.iterdir()} == {
        "patterns.csv", "patterns.svg", "patterns.png", "patterns.html", "manifest.json", ".parts",
    }  # fmt: skip
    table = pd.read_csv(folder / "patterns.csv")
    assert list(table) == COLUMNS
    assert list(table["contrast"]) == ["workers", "more", "informed", "engaged"]
    assert set(table["scenario"]) == {"tiny"}
    assert (table["low"] <= table["effect"]).all()
    assert (table["effect"] <= table["high"]).all()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["seed"], manifest["replicates"], manifest["interrupted"]) == (5, 6, False)
    assert set(manifest["verdicts"]) == {"P9", "P13"}


def test_the_same_again_is_the_same(folder):
    again = folder.with_name("patterns-2")
    for name in ("patterns.csv", "patterns.svg", "patterns.png", "patterns.html"):
        assert (again / name).read_bytes() == (folder / name).read_bytes()


def test_the_page_holds_everything(folder):
    page = (folder / "patterns.html").read_text(encoding="utf-8")
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert not re.search(r'(src|href)="(?!#)', page)  # nothing is fetched
    assert "<style>" in page
    drawn = page[page.index("<svg") : page.index("</svg>") + len("</svg>")]
    assert ET.fromstring(drawn).tag.endswith("svg")
    for text in ("Credit that does not go to those who did the work", "independent", "governance.credit=0", "weeks=156",
                 "communication=newsletter", "why this bound"):  # fmt: skip
        assert text in page
    assert page.count("<section") == page.count("</section>") == 2
    for tag in ("table", "tr", "td", "dl", "ul", "span"):
        assert len(re.findall(f"<{tag}[ >]", page)) == page.count(f"</{tag}>"), tag


def test_in_french(entente, shared_place):
    words = ("patterns", "P13", "scenario=tiny.yaml", "replicates=4", "output=fr", "--lang", "fr")
    done = entente(*words, cwd=shared_place)
    assert done.returncode == 0, done.stderr
    assert "Régularités sur Petite table\xa0: 2 bras de 4 réplicats, graine 1" in done.stdout
    assert "intervalle à 95\u202f%" in done.stdout
    page = (shared_place / "fr" / "patterns.html").read_text(encoding="utf-8")
    assert 'lang="fr"' in page
    assert "se répand bien plus loin" in page


def test_refusals(entente, shared_place, tested):
    done = entente("patterns", "P99", "weeks=3", "leadership.hourz=1", cwd=shared_place)
    assert done.returncode == 2
    assert "P99: nothing has this name; expected one of P1, P2" in done.stderr
    assert "nearest: P9" in done.stderr
    assert "weeks: this command decides it itself (from the command line)" in done.stderr
    assert "leadership.hourz: no such setting" in done.stderr
    assert len(done.stderr.splitlines()) == 4
    done = entente("patterns", "P9", "output=results/patterns", cwd=shared_place, ENTENTE_LANG="fr")
    assert done.returncode == 2
    assert "results/patterns contient déjà quelque chose" in done.stderr
    done = entente("anchors", "trusst_mature", "scenario=lethbridge", cwd=shared_place)
    assert done.returncode == 2
    assert "nearest: trust_mature" in done.stderr
    assert "scenario: this command decides it itself" in done.stderr
    assert entente("ablation", "burnot", cwd=shared_place).returncode == 2


def test_help_lists_the_names(entente, shared_place):
    for name, text in (("patterns", "P14"), ("anchors", "turnover"), ("ablation", "handover")):
        done = entente(name, "--help", cwd=shared_place)
        assert done.returncode == 0
        assert text in done.stdout
        assert "--quick" in done.stdout


def test_anchors(entente, place):
    done = entente("anchors", "tenure_start", "turnover", "replicates=4", "seed=2", cwd=place)
    assert done.returncode == 0, done.stderr
    assert "Figures of the field:" in done.stdout
    table = pd.read_csv(place / "results" / "anchors" / "anchors.csv")
    assert list(table["anchor"]) == ["turnover", "tenure_start"]
    assert set(table["place"]) <= {"inside", "outside", "straddles"}
    names = {"anchors.csv", "anchors.svg", "anchors.png", "manifest.json", ".parts"}
    assert {path.name for path in (place / "results" / "anchors").iterdir()} == names


def test_ablation(entente, place):
    words = ("ablation", "--quick", "events", "contact", "scenario=tiny.yaml", "replicates=4")
    done = entente(*words, cwd=place)
    assert done.returncode == 0, done.stderr
    folder = place / "results" / "ablation"
    shifts, verdicts = (pd.read_csv(folder / f"{name}.csv") for name in ("ablation", "ablation_patterns"))
    assert list(dict.fromkeys(shifts["mechanism"])) == ["events", "contact"]
    assert set(verdicts["pattern"]) == {"P1", "P2", "P3", "P8", "P9", "P10", "P13", "P14", "T1"}
    trust = shifts[(shifts["mechanism"] == "contact") & (shifts["summary"] == "trust_final")]
    with_it, without = (
        entente_library.run(place / "tiny.yaml", replicates=4, overrides=words).runs["trust_final"].mean()
        for words in ((), ("mechanisms.contact=off",))
    )
    assert trust["usual"].item() == pytest.approx(with_it, rel=1e-5)
    assert trust["change"].item() == pytest.approx(without - with_it, rel=1e-4)
    assert set(verdicts["mechanism"]) == {"events", "contact"}
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["replicates_of_patterns"] == 4


def test_ctrl_c_keeps_the_patterns_that_are_done(start, place):
    process = start("patterns", "P2", "P5", "scenario=twenty_partners", "replicates=150", "threads=1", cwd=place)
    for line in process.stderr:
        if "replicates done" in line:
            break
    process.send_signal(signal.SIGINT)
    begun = time.monotonic()
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert time.monotonic() - begun < 60
    assert "Traceback" not in err
    assert "Stopped: what was done is kept in" in err
    assert "Not reached: P5" in err
    manifest = json.loads((place / "results" / "patterns" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["interrupted"] is True
    assert list(manifest["verdicts"]) == ["P2"]
    assert "P2" in out
