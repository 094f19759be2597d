"""``entente page``: one file that holds everything, from any scenario, and clear refusals."""

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

import entente
from entente.config.places import scenario_paths
from entente.i18n import LANGUAGES
from entente.page.data import page_data
from entente.page.document import security_policy
from entente.page.engine import read_engine
from entente.sim.model.measures import LOG_ENTRIES, SERIES
from entente.sim.validation.validate import SettingsError

LARGEST = 2_000_000  # bytes
HOSTILE = """\
extends: twenty_partners
title: {fr: '</script><script>alert(1)</script>', en: '<img src=x onerror=alert(1)>'}
"""


def block(page, name):
    return re.search(rf'<script [^>]*id="{name}">(.*?)</script>', page, re.DOTALL)[1]


def data_of(page):
    return json.loads(gzip.decompress(base64.b64decode(block(page, "data"))))


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = entente.make_page(output=tmp_path_factory.mktemp("page") / "entente.html", language="fr")
    return path.read_text(encoding="utf-8")


def test_the_file_holds_everything_and_is_small(page):
    assert len(page.encode()) < LARGEST
    assert gzip.decompress(base64.b64decode(block(page, "engine"))) == read_engine()
    data = data_of(page)
    assert [one["id"] for one in data["scenarios"]] == list(scenario_paths())
    assert set(data["names"]["series"]) == set(SERIES)
    assert set(data["names"]["log"]) == set(LOG_ENTRIES)
    assert data["start"] == {"scenario": "lethbridge", "language": "fr", "seed": 1, "lesson": None}
    assert sum(one["teaching"] for one in data["scenarios"]) >= 10


def test_the_browser_may_do_nothing_but_run_it(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src 'none'; ")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert len(scripts) == len(styles) == 1
    assert policy == security_policy(scripts[0], styles[0])
    for text in (*scripts, *styles):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    bare = re.sub(r"<script.*?</script>|<style>.*?</style>", "", page, flags=re.DOTALL)
    assert not re.search(r"https?:|\bsrc=|\bhref=", bare)


def test_the_same_page_is_the_same_file(page, tmp_path):
    again = entente.make_page(output=tmp_path / "again.html", language="fr").read_text(encoding="utf-8")
    assert again == page


def texts_in(tree, path=""):
    """Yield each text of a tree that is in some language, with its path."""
    if isinstance(tree, dict):
        if set(tree) & set(LANGUAGES) and all(isinstance(tree.get(one, ""), str) for one in LANGUAGES):
            yield path, tree
        for name, inner in tree.items():
            yield from texts_in(inner, f"{path}.{name}")
    elif isinstance(tree, list):
        for place, inner in enumerate(tree):
            yield from texts_in(inner, f"{path}.{place}")


def test_every_text_is_in_both_languages_with_the_same_places():
    data = page_data(None, "en", 1)
    texts = [one for part in ("names", "whatif") for one in texts_in(data[part], part)]
    texts += [(key, {one: data["words"][one][key] for one in LANGUAGES}) for key in data["words"]["en"]]
    assert len(texts) > 300
    for path, one in texts:
        places = {language: set(re.findall(r"\{\w+\}", one[language])) for language in LANGUAGES}
        assert places["en"] == places["fr"], path
        assert bool(one["en"]) == bool(one["fr"]), path
    for scenario in data["scenarios"]:
        assert all(scenario["title"].values()), scenario["id"]


def test_a_scenario_of_ones_own_is_first_and_chosen_and_is_only_data(tmp_path):
    (tmp_path / "mine.yaml").write_text(HOSTILE, encoding="utf-8")
    path = entente.make_page(tmp_path / "mine.yaml", output=tmp_path / "mine.html", language="en", seed=7)
    text = path.read_text(encoding="utf-8")
    data = data_of(text)
    assert "alert" not in text
    assert data["scenarios"][0]["title"]["en"] == "<img src=x onerror=alert(1)>"
    assert data["start"] == {"scenario": data["scenarios"][0]["id"], "language": "en", "seed": 7, "lesson": None}
    assert len(data["scenarios"]) == len(scenario_paths()) + 1


def test_wrong_arguments_of_a_call_are_all_told(tmp_path):
    with pytest.raises(SettingsError) as error:
        entente.make_page("lethbridj", output=tmp_path, seed=-1)
    assert [one.path for one in error.value.violations] == ["output", "scenario", "seed"]


def test_the_command_writes_the_page_and_says_where(entente, place):
    done = entente("page", "scenario=tiny.yaml", "output=out/room.html", "seed=3", "--lang", "fr", cwd=place)
    assert done.returncode == 0
    assert re.search(r"Page : out/room\.html \(\d+ ko\)", done.stdout.replace("\xa0", " "))
    assert "out/room.html" in done.stderr  # nothing here can show it
    data = data_of(Path(place, "out/room.html").read_text(encoding="utf-8"))
    assert (data["start"]["language"], data["start"]["seed"]) == ("fr", 3)
    assert data["scenarios"][0]["title"] == {"fr": "Petite table", "en": "Small table"}


def test_another_scenario_that_cannot_be_used_is_left_out_with_a_notice(entente, tmp_path):
    folder = tmp_path / "scenarios"
    folder.mkdir()
    (folder / "broken.yaml").write_text("extends: twenty_partners\nleadership: {hours: 900}\n", encoding="utf-8")
    done = entente("page", "--no-open", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr.strip() == (
        "entente: the scenario broken is left out of the page: leadership.hours: 900 is not possible"
    )
    names = [one["id"] for one in data_of((tmp_path / "entente.html").read_text(encoding="utf-8"))["scenarios"]]
    assert "broken" not in names
    assert "lethbridge" in names
    done = entente("page", "scenario=broken", "--no-open", cwd=tmp_path)
    assert done.returncode == 2
    assert "scenarios/broken.yaml:2" in done.stderr


def test_no_open_opens_nothing(entente, place):
    done = entente("page", "--no-open", cwd=place)
    assert (done.returncode, done.stderr) == (0, "")
    assert (place / "entente.html").is_file()


def test_the_command_refuses_what_it_does_not_know(entente, place):
    done = entente("page", "sed=3", "lethbridge", "leadership=shared", cwd=place)
    assert done.returncode == 2
    assert "nearest: seed" in done.stderr
    assert "lethbridge: it cannot be read as an override" in done.stderr
    assert "'leadership' is not possible" in done.stderr
    assert not (place / "entente.html").exists()
    done = entente("page", "scenario=nowhere.yaml", "output=page.txt", "seed=x", cwd=place)
    assert done.returncode == 2
    assert [line.strip().split(":")[0] for line in done.stderr.splitlines()[1:]] == ["output", "scenario", "seed"]
