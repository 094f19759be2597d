"""A whole lesson in the browser: bets, what comes of them, the way back, roles, notes, the trace, strangers."""

import math
import re
import shlex
from itertools import pairwise

import numpy as np
import pytest
from browser import wait_until

import entente
from entente.sim.batch import simulate
from entente.sim.model.measures import SERIES

LIVES = 200
WIDE, PHONE = {"width": 1920, "height": 1080}, {"width": 390, "height": 844}
MOBILISATION = list(SERIES).index("mobilisation")
READY = "() => window.entente.page.shown.a.record !== null"
STILL = "() => !window.entente.store.state.playing"
COUNTED = "() => [...document.querySelectorAll('.results output')].every((one) => one.textContent !== '…')"
WHOLE = "() => ['a', 'b'].every((side) => !entente.page.shown[side] || entente.page.shown[side].futures?.count === 200)"
STRANGE = "<img src=x onerror=window.ran=true>"
LESSON = f"""\
scenario: leader_leaves
title: {{fr: '{STRANGE}', en: '{STRANGE}'}}
summary: {{en: '{STRANGE}'}}
steps:
  - {{kind: story, minutes: 1, notes: {{en: '{STRANGE}'}}, text: {{en: '{STRANGE}'}}}}
  - kind: ask
    minutes: 1
    notes: {{en: x}}
    question: {{en: '{STRANGE}'}}
    decided_by: {{series: trust, weeks: [1, 2]}}
    choices: [{{text: {{en: '{STRANGE}'}}, up_to: 0.5}}, {{text: {{en: b}}, above: 0.5}}]
  - {{kind: reveal, minutes: 1, notes: {{en: x}}}}
"""


def begin(page, title):
    wait_until(page, READY)
    page.click("#lesson-open")
    page.locator(".lessons").get_by_role("button", name=title).click()
    wait_until(page, READY)


def go_on(page, steps=1):
    for _ in range(steps):
        page.click("#lesson-next")


def play(page):
    page.evaluate("entente.store.set({ speed: 60 })")
    page.click("#lesson-play")
    wait_until(page, "() => entente.store.state.playing || entente.store.state.week > 0")
    wait_until(page, STILL)


def type_hands(page, *hands):
    for place, count in enumerate(hands):
        page.locator(".hands input").nth(place).fill(str(count))


def counted(page):
    """Return in how many lives each sentence is true, as the page says."""
    wait_until(page, COUNTED)
    texts = page.locator(".results li > div:last-child output").all_inner_texts()
    return [int(re.match(r"(\d+) (vies|of)", one)[1]) for one in texts]


def lives(scenario, first, last, **settings):
    chunks = simulate(entente.settings(scenario, **settings), LIVES, seed=1)
    weeks = np.concatenate([chunk.weeks for chunk in chunks])[:, first - 1 : last, MOBILISATION]
    return np.nan_to_num(weeks).mean(axis=1)


def within(numbers, *bounds):
    """Return how many numbers are in each interval, open on its left."""
    ends = [-math.inf, *bounds, math.inf]
    return [int(((numbers > low) & (numbers <= high)).sum()) for low, high in pairwise(ends)]


def at_the_first_bet(open_page, **options):
    page = open_page(viewport=WIDE, **options)
    begin(page, "Tout passe par une personne")
    go_on(page)
    play(page)
    go_on(page)
    return page


def test_a_lesson_from_the_story_to_what_the_model_cannot_say(open_page):
    page = open_page(viewport=WIDE)
    begin(page, "Tout passe par une personne")
    assert page.locator("#scenario").input_value() == "leader_leaves"
    assert "étape 1 de 12" in page.inner_text(".where")
    assert "Une personne dévouée" in page.inner_text("#lesson")
    assert page.locator("#story").is_hidden()  # the answer stands in it
    go_on(page)
    play(page)
    assert page.evaluate("entente.store.state.week") == 77
    go_on(page)
    type_hands(page, 3, 12, 5)
    assert page.evaluate("entente.store.state.fan") == "none"
    assert page.inner_text("#difference") == ""
    for until in (104, 156):
        go_on(page)
        play(page)
        assert page.evaluate("entente.store.state.week") == until
    assert page.inner_text("#difference") == ""  # nothing is told before
    go_on(page)
    apart = lives("leader_leaves", 144, 156) - lives("leader_leaves", 144, 156, twin=True)
    assert counted(page) == within(apart, -0.07, -0.01)[::-1]
    assert page.locator(".results .by-hands i").nth(1).evaluate("(one) => one.style.inlineSize") == "60%"
    wait_until(page, "() => document.getElementById('difference').textContent !== ''")
    go_on(page)
    assert page.locator("#stage-b").is_visible()
    go_on(page)
    type_hands(page, 1, 0, 9)
    go_on(page)
    play(page)
    go_on(page)
    shared = lives("leader_leaves", 105, 117, **{"leadership.concentration": 0.3})
    assert counted(page) == within(shared - lives("leader_leaves", 105, 117), -0.01, 0.01)
    go_on(page)
    page.locator("#lesson textarea").fill("Deux personnes au téléphone.")
    assert page.locator(".questions li").count() == 6
    go_on(page)
    assert page.locator("#lesson-next").is_disabled()
    assert "son départ coûte bien plus longtemps" in page.inner_text("#lesson")
    page.click("#trace-open")
    trace = page.inner_text("#trace")
    for said in ("12 mains", "Deux personnes au téléphone.", "graine 1", "leadership.concentration=0.3"):
        assert said in trace


def test_the_way_back_and_the_other_language_lose_nothing(open_page):
    page = at_the_first_bet(open_page)
    type_hands(page, 1, 2, 3)
    go_on(page)
    play(page)
    page.click("#lesson-back")
    assert page.evaluate("entente.store.state.week") == 77
    assert [one.input_value() for one in page.locator(".hands input").all()] == ["1", "2", "3"]
    page.click("#language")
    assert "step 3 of 12" in page.inner_text(".where")
    assert "this person takes another job" in page.inner_text("#lesson")
    assert [one.input_value() for one in page.locator(".hands input").all()] == ["1", "2", "3"]
    page.locator("#scenario").select_option("crisis")
    assert page.evaluate("entente.page.lesson.data") is None  # another scenario ends it
    assert page.evaluate("entente.store.state.fan") == "all"


def test_curves_are_drawn_with_a_pointer_and_typed(open_page):
    page = open_page(viewport=WIDE)
    begin(page, "Une vague de départs")
    go_on(page)
    play(page)
    go_on(page)
    box = page.locator("#curve svg").bounding_box()
    place = page.evaluate("() => { const c = entente.page.curve; return [c.x(80), c.y(0.5), c.x(156), c.y(0.25)]; }")
    page.mouse.move(box["x"] + place[0], box["y"] + place[1])
    page.mouse.down()
    page.mouse.move(box["x"] + place[2], box["y"] + place[3], steps=12)
    page.mouse.up()
    assert page.evaluate("entente.store.state.week") == 77  # the week is not dragged along
    levels = [one.input_value() for one in page.locator(".levels input").all()]
    assert float(levels[-1]) == pytest.approx(25, abs=2)
    assert 25 < float(levels[0]) < 50
    page.get_by_role("button", name="Une autre courbe").click()
    page.locator(".levels input").last.fill("70")
    assert page.locator(".bets path").count() == 2
    go_on(page)
    play(page)
    go_on(page)
    play(page)
    go_on(page)
    assert page.locator(".bets path").count() == 2
    go_on(page)
    assert page.locator(".bets path").count() == 0
    page.click("#trace-open")
    assert "2 courbes tracées" in page.inner_text("#trace")
    assert page.locator("#trace .drawn path.bet").count() == 2


def test_tables_decide_and_what_they_decide_is_lived(open_page):
    page = open_page(viewport=WIDE)
    begin(page, "L'atelier de 75 minutes")
    go_on(page)
    play(page)
    go_on(page)
    assert page.locator("details.table").count() == 8
    table = page.locator("details.table").nth(3)
    table.locator("summary").click()
    wait_until(page, "() => document.querySelectorAll('details.table .reasons dt').length > 8")
    table.get_by_label("elle passe son tour").check()
    assert "1 tables sur 8" in page.inner_text("#lesson")
    wait_until(page, READY)
    page.evaluate("entente.page.clock.to(39)")
    row = "entente.page.shown.a.record.rows.findIndex((one) => one.id === 'health')"
    given = f"""() => {{
      const {{ record }} = entente.page.shown.a, {{ columns }} = entente.page, width = Object.keys(columns).length;
      const at = (week) => ((week - 1) * record.rows.length + {row}) * width + columns.hours_spent;
      return [26, 30, 39].map((week) => record.organisations[at(week)]);
    }}"""
    before, away, still = page.evaluate(given)
    assert max(away, still) < before / 2  # hours have a least, of half an hour
    go_on(page)
    type_hands(page, 1, 4, 6, 3, 0)
    assert page.locator(".bets rect").count() == 4  # a histogram on the axis
    for _ in range(2):
        go_on(page)
        play(page)
    go_on(page)
    effects = {"partners.hours": {"toward": 0.5, "by": 1, "add": 0}}
    lever = {"who": "health", "start": 27, "stop": 39, "effects": effects}
    level = lives("leader_leaves", 77, 77, **{"++levers.away_health_27": lever})
    assert counted(page) == within(level, 0.3, 0.45, 0.6, 0.75)


def test_the_notes_follow_and_lead(open_page):
    page = open_page(viewport=WIDE)
    begin(page, "Une crise")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Notes pour animer").click()
    notes = opened.value
    assert "Un mot chacun·e." in notes.inner_text("body")
    notes.get_by_role("button", name="Suivant").click()
    assert "étape 2 de 12" in page.inner_text(".where")
    assert "Faire décrire" in notes.inner_text("body")
    page.click("#lesson-next")
    assert "Demander des exemples vécus" in notes.inner_text("body")


def test_what_the_trace_says_runs_it_again(open_page, tmp_path):
    page = open_page(viewport=WIDE)
    begin(page, "Tout passe par une personne")
    page.evaluate("""() => {
      const { store, lesson } = entente.page;
      const away = { kind: 'departures', week: 60, size: 0.4, name: { fr: "l'été", en: 'the "summer"' } };
      const effects = { 'partners.hours': { toward: 0.5, by: 1, add: 0 } };
      const rests = { who: 'health', start: 27, stop: 39, effects };
      const changes = { 'leadership.hours': 9, 'events.more': away, 'levers.away_health_27': rests };
      const choices = { governance: 'light', lever: ['visits', 'pairing'], removed: ['events.departure'], changes };
      store.choose({ life: { ...lesson.base, choices } });
      const switches = [{ week: 53, choices: { ...choices, leadership: 'shared' } }];
      store.choose({ life: { ...lesson.base, choices, switches } });
    }""")
    page.click("#trace-open")
    wait_until(page, READY)
    command, _ = page.locator("#trace code").all_inner_texts()
    program, run, *overrides = shlex.split(command)
    assert (program, run) == ("entente", "run")
    ask = """(life) => entente.lives.ask('run', { life, replicates: [0, 1] }).then((one) => [...one.weeks])"""
    tried = page.evaluate("entente.page.trace.tried.map((one) => one.life)")
    lived = [np.array(page.evaluate(ask, one)) for one in tried]
    settings = entente.settings(overrides=[one for one in overrides if not one.startswith("seed=")])
    assert "seed=1" in overrides
    again = np.concatenate([chunk.weeks for chunk in simulate(settings, 2, seed=1)])
    assert np.array_equal(again.ravel(), lived[0], equal_nan=True)
    with page.expect_download() as download:
        page.get_by_role("button", name="Garder les réglages").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    again = np.concatenate([chunk.weeks for chunk in simulate(entente.settings(path), 2, seed=1)])
    assert np.array_equal(again.ravel(), lived[1], equal_nan=True)
    with page.expect_download() as download:
        page.get_by_role("button", name="Garder comme page").click()
    kept = tmp_path / download.value.suggested_filename
    download.value.save_as(kept)
    assert "<script" not in kept.read_text(encoding="utf-8")
    assert "leadership.hours=9" in kept.read_text(encoding="utf-8")


def test_a_lesson_of_a_stranger_is_only_text(open_page, tmp_path):
    (tmp_path / "lesson.yaml").write_text(LESSON, encoding="utf-8")
    page = open_page(entente.make_page(lesson=tmp_path / "lesson.yaml", output=tmp_path / "a.html", language="en"))
    assert page.locator(".where").inner_text().startswith(STRANGE)
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Speaker's notes", exact=True).click()
    go_on(page, 2)
    assert sum(counted(page)) == LIVES
    page.click("#trace-open")
    for one in (page, opened.value):
        assert one.locator("img").count() == 0
        assert one.evaluate("window.ran") is None


def in_panel(page, violations):
    """Return the violations in the panel, where lessons and the trace are."""
    inside = "(target) => document.querySelector(target[0])?.closest('#panel') !== null"
    found = {name: [one for one in targets if page.evaluate(inside, one)] for name, targets in violations.items()}
    return {name: targets for name, targets in found.items() if targets}


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_step_is_accessible_and_fits(open_page, axe, viewport):
    page = open_page(viewport=viewport)
    begin(page, "L'atelier de 75 minutes")
    steps = page.evaluate("entente.page.lesson.data.steps.map((one) => one.kind)")
    looked_at = set()
    for rank, kind in enumerate(steps):
        if kind not in looked_at:
            looked_at.add(kind)
            wait_until(page, READY)
            page.locator("#lesson details.table summary").first.click() if kind == "role" else None
            assert in_panel(page, axe(page)) == {}, kind
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], kind
        if rank + 1 < len(steps):
            go_on(page)
    page.click("#trace-open")
    assert in_panel(page, axe(page)) == {}
    assert len(looked_at) == 9


def test_keys_alone_lead_a_lesson(open_page):
    page = open_page(viewport=WIDE)
    wait_until(page, READY)
    page.locator("#lesson-open").focus()
    page.keyboard.press("Enter")
    page.locator(".lessons button").nth(1).focus()
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "lesson-next":
            break
    page.keyboard.press("Enter")
    assert "étape 2 de 11" in page.inner_text(".where")
    page.keyboard.press("k")
    wait_until(page, "() => entente.store.state.playing")
    page.keyboard.press("k")
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    page.locator("#lesson-open").focus()
    page.keyboard.press("Enter")
    assert "étape 2 de 11" in page.inner_text(".where")  # it goes on where it was


@pytest.mark.slow
def test_other_lessons_go_to_their_end(open_page):
    """Those that change options, levers or channels on the way, and the longest ones."""
    page = open_page(viewport=WIDE)
    wait_until(page, READY)
    for lesson in ("email_only", "credit_taken", "too_many_meetings", "funding_window"):
        page.evaluate("(id) => entente.page.lesson.begin(id)", lesson)
        steps = page.evaluate("entente.page.lesson.data.steps")
        for rank, step in enumerate(steps):
            assert page.evaluate("entente.page.lesson.rank") == rank
            wait_until(page, READY)
            if step["kind"] == "reveal":
                asked = page.locator(".results").count()
                assert sum(counted(page)) == LIVES * asked, (lesson, rank)
            if step["kind"] in ("play", "change", "compare"):
                page.evaluate("entente.page.clock.to(entente.store.state.stop ?? entente.page.shown.a.record.weeks)")
            if rank + 1 < len(steps):
                go_on(page)
        page.evaluate("entente.page.lesson.end()")
