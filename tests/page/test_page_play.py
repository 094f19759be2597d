"""The page as a trainer plays it: time, what if, the ghost, the twin, languages, keys; at any width, for anybody."""

import re

import numpy as np
import pytest
from browser import wait_until

import entente
from entente.sim.batch import simulate
from entente.sim.model.measures import SERIES

LIVES, WEEK = 200, 40
MOBILISATION = list(SERIES).index("mobilisation")
WIDE, PHONE, NARROW = {"width": 1920, "height": 1080}, {"width": 390, "height": 844}, {"width": 320, "height": 640}
SHOWN = "() => entente.page.shown.a.record !== null"
WHOLE = "() => ['a', 'b'].every((side) => !entente.page.shown[side] || entente.page.shown[side].futures?.count === 200)"
SIZES = "() => [...document.querySelectorAll('#stage-a circle')].map((one) => one.getAttribute('r')).join()"


def opened(open_page, **options):
    page = open_page(**{"viewport": WIDE, **options})
    wait_until(page, SHOWN)
    return page


def state(page, name):
    return page.evaluate(f"entente.store.state.{name}")


def go_to(page, week):
    page.locator("#week").fill(str(week))
    assert state(page, "week") == week


def tried(page, title):
    """Open what if, and try an event of the week that is shown."""
    page.click("#whatif-open")
    page.locator("#whatif .event").get_by_role("button", name=title).click()
    wait_until(page, SHOWN)


def test_weeks_are_played_paused_stepped_and_dragged_back(open_page):
    page = opened(open_page)
    first = page.evaluate(SIZES)
    page.evaluate("entente.store.set({ speed: 20 })")
    page.click("#play")
    wait_until(page, "() => entente.store.state.week > 26")
    page.click("#play")
    week = state(page, "week")
    assert not state(page, "playing")
    assert page.evaluate(SIZES) != first
    assert re.match(r"Semaine \d+", page.inner_text("#now"))
    page.click("#step")
    assert state(page, "week") == int(week) + 1
    go_to(page, 10)
    assert page.inner_text("#when") == "Année 1, semaine 10"
    page.click("#restart")
    assert (state(page, "week"), page.evaluate(SIZES)) == (0, first)
    page.evaluate("entente.store.set({ speed: 300 })")
    page.click("#play")
    wait_until(page, "() => !entente.store.state.playing")
    assert state(page, "week") == page.evaluate("entente.page.shown.a.record.weeks")


@pytest.mark.slow
def test_what_if_leaves_a_ghost_and_says_the_difference_that_python_finds(open_page):
    page = opened(open_page)
    alone = page.evaluate("entente.page.shown.a.record.series.mobilisation")
    go_to(page, WEEK)
    tried(page, "Qui mène s'en va")
    wait_until(page, WHOLE)
    assert page.evaluate("entente.page.shown.b.record.series.mobilisation") == alone
    assert page.locator("#curve path.ghost").get_attribute("d")
    event = {"kind": "leader_leaves", "week": WEEK + 1}
    curves = [
        np.concatenate([chunk.weeks[:, :, MOBILISATION] for chunk in simulate(settings, LIVES, seed=1)])
        for settings in (entente.settings("lethbridge", **{"++events.tried": event}), entente.settings("lethbridge"))
    ]
    first = next(week for week in range(curves[0].shape[1]) if not np.array_equal(*(one[:, week] for one in curves)))
    gaps = (np.nan_to_num(curves[0]) - np.nan_to_num(curves[1]))[:, first:].mean(axis=1)
    said = page.inner_text("#difference").replace("\xa0", " ").replace("\u202f", " ")
    assert f"semaine {first + 1}," in said
    assert f"dans {(gaps < 0).sum()} paires de vies sur {LIVES}" in said
    points = re.search(r"([\d,]+) points?", said)[1].replace(",", ".")
    assert float(points) == pytest.approx(-100 * gaps.mean(), abs=0.06)
    assert "Qui mène s'en va" in page.inner_text("#changes")
    page.click("#undo")
    wait_until(page, SHOWN)
    assert page.evaluate("entente.page.shown.a.record.series.mobilisation") == alone
    assert page.locator("#undo").is_disabled()


def test_a_and_b_stand_side_by_side_on_one_clock_and_the_twin_beside_its_scenario(open_page):
    page = opened(open_page)
    go_to(page, WEEK)
    tried(page, "La subvention prend fin")
    page.click("#panel-close")
    assert page.locator("#stage-b").is_hidden()
    page.click("#side")
    wait_until(page, "() => document.querySelectorAll('#stage-b circle').length > 0")
    boxes = {name: page.locator(f"#{name}").bounding_box() for name in ("stage-a", "stage-b", "curve")}
    assert all(one["width"] > 300 and one["height"] > 200 for one in boxes.values()), boxes
    assert boxes["stage-a"]["y"] == boxes["stage-b"]["y"]
    page.select_option("#scenario", "leader_leaves")
    wait_until(page, SHOWN)
    page.click("#twin")
    wait_until(page, "() => entente.page.shown.b?.record")
    go_to(page, 104)
    here, twin = (page.evaluate(f"entente.page.shown.{side}.record.series.leadership[80]") for side in "ab")
    assert here < twin == 1
    page.click("#twin")
    assert page.locator("#stage-b").is_hidden()


def test_another_life_and_another_language_change_nothing_else(open_page):
    page = opened(open_page)
    first = page.evaluate("entente.page.shown.a.record.series.mobilisation")
    go_to(page, WEEK)
    page.click("#another")
    wait_until(page, SHOWN)
    other = page.evaluate("entente.page.shown.a.record.series.mobilisation")
    assert other != first
    page.click("#language")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.inner_text("#play") == "Play"
    assert page.inner_text("#when") == f"Year 1, week {WEEK}"
    assert (state(page, "week"), page.evaluate("entente.page.shown.a.record.series.mobilisation")) == (WEEK, other)
    chunk = next(simulate(entente.settings("lethbridge"), 2, seed=1))
    assert [first, other] == chunk.weeks[:2, :, MOBILISATION].tolist()


def test_keys_alone_are_enough(open_page):
    page = opened(open_page)
    page.keyboard.press("k")
    assert state(page, "playing")
    page.keyboard.press("k")
    page.keyboard.press("r")
    page.keyboard.press("ArrowRight")
    assert (state(page, "playing"), state(page, "week")) == (False, 1)
    page.keyboard.press("w")
    assert page.locator("#whatif").is_visible()
    page.locator("#whatif .event button").first.focus()
    page.keyboard.press("Space")  # the button, not the clock
    wait_until(page, "() => entente.store.state.other !== null")
    assert not state(page, "playing")
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    page.keyboard.press("u")
    assert state(page, "other") is None
    page.keyboard.press("l")
    assert page.evaluate("document.documentElement.lang") == "en"
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id"))
    controls = page.locator("header button, header select, footer button, footer select, footer input")
    ids = {one.get_attribute("id") for one in controls.all() if one.is_visible() and one.is_enabled()}
    assert ids <= reached


def test_movement_is_spared_where_that_is_wished(open_page):
    page = opened(open_page, reduced_motion="reduce")
    page.click("#play")
    wait_until(page, "() => entente.store.state.week > 0")
    page.click("#play")
    assert state(page, "week") == int(state(page, "week"))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE, NARROW], ids=["wide", "phone", "narrow"])
def test_everything_is_accessible_and_fits(open_page, axe, viewport, language):
    page = opened(open_page, viewport=viewport)
    if language == "en":
        page.click("#language")
    go_to(page, WEEK)
    tried(page, re.compile("La subvention|The grant"))
    page.keyboard.press("Escape")
    found = {"stage": axe(page)}
    for panel in ("whatif", "numbers", "help"):
        page.click(f"#{panel}-open")
        wait_until(page, f"() => document.getElementById('{panel}').children.length > 0")
        found[panel] = axe(page)
        page.keyboard.press("Escape")
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], panel
    assert {name: one for name, one in found.items() if one} == {}


def test_it_prints(open_page):
    page = opened(open_page)
    go_to(page, WEEK)
    for paper in ("Letter", "A4"):
        pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper)))
        assert 1 <= pages <= 4
