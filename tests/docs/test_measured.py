"""What experiments gave is taken whole, on the defaults alone, and stated as it is."""

import json

import pytest
from PIL import Image

from entente.docs_build import made_on, measured
from entente.results.versions import model_hash

ROWS = """\
pattern,contrast,scenario,unit,effect,low,high,least,most,expected,replicates,missing,verdict,basis
P13,informed,one,share,0.5,0.4,0.6,0.2,inf,+,9,0,holds,independent
P13,engaged,one,ratio,0.7,0.6,0.8,-inf,0.5,-,9,0,does not hold,independent
"""
SHIFTS = "mechanism,scenario,summary,in_deviations,clear\n" + "".join(
    f"burnout,one,{summary},{value},{clear}\n"
    for summary, value, clear in (("area", 0.1, True), ("peak", -0.9, True), ("final", 0.3, True), ("drop", 0.2, True),
                                  ("results", 5.0, False))
)  # fmt: skip


@pytest.fixture
def pages(tmp_path, monkeypatch):
    for module in (measured, made_on):
        monkeypatch.setattr(module, "HERE", tmp_path / "entente")
    (tmp_path / "docs" / "figures").mkdir(parents=True)
    return tmp_path / "docs"


def left(tmp_path, name="patterns", **about):
    folder = tmp_path / "results"
    folder.mkdir(exist_ok=True)
    manifest = {"interrupted": False, "overrides": ["seed=3", "output=here"], "seed": 3, "replicates": 9,
                "versions": {"model": model_hash()}}  # fmt: skip
    whole = {**manifest, "scenarios": ["one"], **about}
    (folder / "manifest.json").write_text(json.dumps(whole), encoding="utf-8")
    (folder / f"{name}.csv").write_text(ROWS if name == "patterns" else SHIFTS, encoding="utf-8")
    Image.new("RGB", (2800, 700), "white").save(folder / f"{name}.png")
    return folder


def test_patterns_are_told_as_measured(tmp_path, pages):
    written = list(measured.take_experiment(left(tmp_path)))
    assert {path.relative_to(pages).as_posix() for path in written} == {
        "measured/patterns.csv", "figures/patterns.png", "measured/patterns.json", "measured/made_on.json",
    }  # fmt: skip
    with Image.open(pages / "figures" / "patterns.png") as drawn:
        assert drawn.size == (1400, 350)
    text = measured.measured_patterns()
    assert "9 replicates of each arm, seed 3, on one" in text
    lines = {line.split("|")[3].strip(): line for line in text.splitlines() if line.startswith("| P13")}
    assert "**does not hold**, 1/2" in lines["information: newsletter − silence"]
    assert "+0.50 [+0.40, +0.60] one: holds" in lines["information: newsletter − silence"]
    assert "0.70 [0.60, 0.80] one: does not hold" in lines["mobilisation gained / information gained"]
    assert "| P1 | not measured |" in text


def test_only_the_largest_clear_changes_are_kept(tmp_path, pages):
    list(measured.take_experiment(left(tmp_path, "ablation", replicates_of_patterns=4)))
    text = measured.measured_ablation()
    assert "(4 for the patterns)" in text
    assert "Peak of mobilisation −0.9; Final mobilisation +0.3; Drop from the peak +0.2 |" in text


def test_what_was_made_with_another_model_is_told_to_be_older_than_the_rules(tmp_path, pages):
    (tmp_path / "tests" / "sim").mkdir(parents=True)
    baseline = tmp_path / "tests" / "sim" / "baseline.json"
    baseline.write_text("{}", encoding="utf-8")
    list(measured.take_experiment(left(tmp_path, date="2026-03-01")))
    assert made_on.is_current("patterns")
    assert made_on.read_made_on()["patterns"]["date"] == "2026-03-01"
    baseline.write_text("{1: 2}", encoding="utf-8")  # the rules give something else
    assert not made_on.is_current("patterns")
    made_on.stamp_measured(["patterns"])
    assert made_on.is_current("patterns")
    list(measured.take_experiment(left(tmp_path, versions={"model": "another"})))
    assert not made_on.is_current("patterns")
    assert made_on.read_made_on()["patterns"]["model"] == "another"
    assert {"patterns", "levers"} <= set(made_on.stale_results())


@pytest.mark.parametrize(
    "about", [{"interrupted": True}, {"overrides": ["leadership=shared"]}, {"overrides": ["weeks=3"]}]
)
def test_what_is_cut_short_or_changed_is_refused(tmp_path, pages, about):
    with pytest.raises(ValueError, match="no whole experiment on the defaults"):
        list(measured.take_experiment(left(tmp_path, **about)))
    assert not (pages / "measured").exists()


def test_nothing_measured_yet(pages):
    assert "Not measured yet: `entente anchors`." in measured.measured_anchors()
