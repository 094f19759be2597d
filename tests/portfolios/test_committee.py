"""The report of plans: two printed pages in both languages, everything escaped, a document that Word opens."""

import re
import shutil
import subprocess

import pandas as pd
import pytest
from docx import Document

import entente as entente_library

PLANS = """\
<b>Ours</b> & theirs:
  leadership: broker
  lever: [mediation, pairing]
Cheap:
  lever: pairing
"""


@pytest.fixture(scope="module")
def reported(entente, shared_place):
    (shared_place / "plans.yaml").write_text(PLANS, encoding="utf-8")
    for language in ("en", "fr"):
        done = entente("portfolios", "scenario=tiny.yaml", "--options", "plans.yaml", "replicates=12", "threads=1",
                       f"output={language}", "--lang", language, cwd=shared_place)  # fmt: skip
        assert done.returncode == 0, done.stderr
    return shared_place


def test_it_says_what_a_committee_reads(reported):
    text = (reported / "en" / "report.html").read_text(encoding="utf-8")
    again = "entente portfolios scenario=tiny.yaml replicates=12 threads=1 output=en --options plans.yaml"
    wanted = ("As it is, the partnership holds in", "not for prediction or accountability", "The first ninety days of",
              "Who is at risk", "Limits", again, "ranks none", "live.html", "curves.csv", "conditions.csv")  # fmt: skip
    for one in wanted:
        assert one in text, one
    assert "&lt;b&gt;Ours&lt;/b&gt; &amp; theirs" in text
    assert "<b>Ours" not in text
    assert text.count("<svg") == 5  # the plans; curves, the wheel, the map and the questions behind
    french = (reported / "fr" / "report.html").read_text(encoding="utf-8")
    assert "--lang fr" in french  # the line that gives it again gives it in French
    assert all(one in french for one in ("Tel quel, le partenariat tient ", "Les quatre-vingt-dix premiers jours"))
    assert (reported / "fr" / "live.html").stat().st_size > 100_000


def test_what_is_behind_it_is_what_running_each_plan_gives(reported):
    words = ["leadership=broker", "lever=[mediation,pairing]"]
    run = entente_library.run(str(reported / "tiny.yaml"), overrides=words, replicates=12, threads=1)
    curves, answers = (pd.read_csv(reported / "en" / f"{name}.csv") for name in ("curves", "conditions"))
    (name,) = [one for one in curves["combination"].unique() if one.startswith("<b>")]
    mine = curves[curves["combination"] == name]
    expected = run.weeks.groupby("week")["mobilisation"].median()
    assert mine["median"].tolist() == pytest.approx(expected.tolist(), rel=1e-4)
    last = run.conditions[run.conditions["week"] == 12].groupby("condition")["a"].mean()
    found = answers[answers["group"] == name].set_index("condition")["a"]
    assert found.to_dict() == pytest.approx(last.to_dict(), rel=1e-4)
    left = (run.weeks[run.weeks["week"] == 12]["partners"] / 5).mean()
    assert f"{name_in_page(name)} {100 * left:.0f}%" in (reported / "en" / "report.html").read_text(encoding="utf-8")


def name_in_page(name):
    return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no browser to print with")
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("paper", ["letter", "A4"])
def test_it_prints_to_two_pages(reported, tmp_path, language, paper):
    text = (reported / language / "report.html").read_text(encoding="utf-8")
    (tmp_path / "report.html").write_text(text.replace("@page {", f"@page {{ size: {paper};", 1), encoding="utf-8")
    words = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--print-to-pdf=report.pdf"]
    subprocess.run(["chromium", *words, "report.html"], cwd=tmp_path, check=True, capture_output=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", (tmp_path / "report.pdf").read_bytes())) == 2


def test_a_document_of_word_says_the_same(reported):
    document = Document(str(reported / "fr" / "report.docx"))
    said = "\n".join(one.text for one in document.paragraphs)
    assert "Tel quel, le partenariat tient " in said
    assert "Limites" in said
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert len(rows) == 4  # the titles, the plan as it is, two plans
    assert rows[2][0].startswith("<b>Ours</b> & theirs. de liaison (leadership)")
    assert len(document.inline_shapes) == 1
