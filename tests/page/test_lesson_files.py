"""Lessons: what they hold, that their minutes are enough, that what they bet on is what the model decides, refusals."""

from dataclasses import asdict, fields

import numpy as np
import pytest
from composed import NODE, Case, answer, python_tree

import entente
from entente.config.places import scenario_paths
from entente.config.scenario_files import load_scenario
from entente.page.lesson_data import lessons_of_page
from entente.page.lesson_steps import (
    AskStep,
    ChangeStep,
    CompareStep,
    DebriefStep,
    LimitsStep,
    PlayStep,
    RoleStep,
    StoryStep,
)
from entente.page.lessons import lesson_paths, read_lesson
from entente.page.tables import page_twin
from entente.sim.batch import simulate
from entente.sim.model.measures import SERIES
from entente.sim.validation.validate import SettingsError, validate

LESSONS = lesson_paths()
ALOUD = 150  # words a minute
WEEKS_A_MINUTE = 240  # that the page plays
BET, DECIDED, TURN = 0.75, 2.0, 0.5  # minutes: to bet, for the tables to decide, for the answers to one question
REPLICATES = 100
BETS = [  # lesson, its bet on sentences, the sentence that comes true most often, in what share of the lives at least
    ("leader_leaves", 0, "from one to seven points", 0.5),
    ("leader_leaves", 1, "higher", 0.75),
    ("wave_of_departures", 0, "from one to four points", 0.45),
    ("crisis", 0, "after the crisis", 0.85),
    ("crisis", 1, "higher", 0.85),
    ("funding_window", 0, "lower by more than ten points", 0.6),
    ("funding_window", 1, "more than six points", 0.6),
    ("email_only", 0, "within three points", 0.55),
    ("email_only", 1, "meetings, by more than ten points", 0.4),
    ("email_only", 2, "more than six points", 0.45),
    ("too_many_meetings", 0, "higher", 0.85),
    ("too_many_meetings", 1, "lower", 0.8),
    ("too_many_meetings", 2, "higher", 0.5),
    ("new_structure", 0, "more, by more than one hour", 0.95),
    ("new_structure", 1, "lower by more than five points", 0.5),
    ("new_structure", 2, "from one to four points", 0.45),
    ("credit_taken", 0, "from one to five points", 0.7),
    ("credit_taken", 1, "from one to three points", 0.4),
    ("late_partners", 0, "yes, by more than two points", 0.4),
    ("late_partners", 1, "from one to five points", 0.35),
    ("late_partners", 2, "higher", 0.8),
    ("nobody_may_meet", 0, "two points at most", 0.5),
    ("nobody_may_meet", 1, "more than eight points", 0.7),
    ("workshop", 0, "from 60 to 75%", 0.35),
    ("workshop", 1, "it lowers it", 0.85),
]


@pytest.fixture(scope="module")
def lessons():
    return {name: read_lesson(path)[0] for name, path in LESSONS.items()}


def test_every_question_has_a_lesson_and_there_is_the_workshop(lessons):
    asking = {name for name in scenario_paths() if load_scenario(name, None).values.get("question")}
    assert set(lessons) == asking | {"workshop"}
    for name, lesson in lessons.items():
        assert name in (lesson.scenario, "workshop")
        kinds = [step.kind for step in lesson.steps]
        assert kinds[0] == "story", name
        assert {"ask", "play", "reveal", "compare", "change", "debrief", "limits"} <= set(kinds), name
        for rank, kind in enumerate(kinds):
            if kind == "ask":  # what is bet is seen
                assert "reveal" in kinds[rank:], name


def texts_in(value, path=""):
    if isinstance(value, dict) and set(value) == {"fr", "en"}:
        yield path, value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from texts_in(one, f"{path}.{name}")
    elif isinstance(value, list | tuple):
        for rank, one in enumerate(value):
            yield from texts_in(one, f"{path}.{rank}")


@pytest.mark.parametrize("name", LESSONS)
def test_every_text_is_in_both_languages(lessons, name):
    found = list(texts_in(asdict(lessons[name])))
    assert len(found) > 20
    for path, text in found:
        assert bool(text["fr"].strip()) == bool(text["en"].strip()), path
        if path.endswith(".notes"):
            assert text["en"].strip(), path


def words_aloud(step, lesson, language):
    """Return how many words of a step are read aloud."""
    told = load_scenario(lesson.scenario, None).values
    texts = []
    if isinstance(step, AskStep):
        texts = [step.question, *(one.text for one in step.choices)]
    elif isinstance(step, DebriefStep):
        texts = [text for one in fields(step.questions) for text in getattr(step.questions, one.name)]
    elif isinstance(step, LimitsStep):
        texts = [told["idea"][language], *step.texts]
    elif hasattr(step, "text"):
        texts = [step.text]
    said = " ".join(one if isinstance(one, str) else getattr(one, language) for one in texts)
    if isinstance(step, StoryStep) and not said:
        said = told["story"][language]
    return len(said.split())


def minutes_needed(lesson, language):
    """Yield each step with the minutes that it takes at least: reading aloud, playing, betting, answering."""
    week, weeks = 0, entente.settings(lesson.scenario).weeks
    for step in lesson.steps:
        found = words_aloud(step, lesson, language) / ALOUD
        if isinstance(step, PlayStep) and step.of != "same":
            week = 0
        if isinstance(step, ChangeStep):
            week = step.week - 1
        if isinstance(step, PlayStep | ChangeStep):
            until = step.until or weeks
            found += (until - week) / WEEKS_A_MINUTE
            week = until
        if isinstance(step, CompareStep):
            found += weeks / WEEKS_A_MINUTE
        if isinstance(step, AskStep):
            found += BET
        if isinstance(step, RoleStep):
            found += DECIDED
        if isinstance(step, DebriefStep):
            found += TURN * sum(len(getattr(step.questions, one.name)) for one in fields(step.questions))
        yield step, found


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", LESSONS)
def test_the_minutes_are_enough_to_read_aloud_to_play_and_to_answer(lessons, name, language):
    for rank, (step, needed) in enumerate(minutes_needed(lessons[name], language)):
        assert needed <= step.minutes, (rank, step.kind, needed)


def test_the_workshop_takes_75_minutes_a_third_of_them_to_talk(lessons):
    steps = lessons["workshop"].steps
    assert sum(step.minutes for step in steps) == 75
    talk = ("reveal", "debrief", "limits")
    silence = [step for step in steps if isinstance(step, StoryStep) and "silence" in step.title.en.lower()]
    assert len(silence) == 1
    assert 3 * sum(step.minutes for step in [*silence, *(one for one in steps if one.kind in talk)]) >= 75
    others = [sum(step.minutes for step in one.steps) for name, one in lessons.items() if name != "workshop"]
    assert all(30 <= minutes <= 45 for minutes in others)


def lives_of(name):
    """Return the bets on sentences of a lesson as the page shows it: each with the life that decides, and the other.

    A life is what is chosen from the start, and from a week on.
    """
    lesson = next(one for one in lessons_of_page(None) if one["id"] == name)
    twin = page_twin(load_scenario(lesson["scenario"], None))["choices"]
    life, other, waiting, found = ({}, None, None), None, [], []
    for step in lesson["steps"]:
        if step["kind"] == "ask" and step["choices"]:
            waiting.append(step)
        if step["kind"] == "play" and step["of"] != "same":
            life, other = ({} if step["of"] == "scenario" else twin, None, None), None
        if step["kind"] == "change" and step["choices"]:
            life, other = changed(step["choices"], step["week"]), ({}, None, None)
            if step["beside"] == "twin":
                other = changed(step["twin"], step["week"])
        if step["kind"] == "reveal":
            for ask in waiting:
                beside = ask["decided_by"]["beside"]
                known = other if beside == "before" or (other and other[0] not in ({}, None)) else (twin, None, None)
                found.append((lesson["scenario"], ask, life, known if beside != "nothing" else None))
            waiting = []
    return found


def changed(choices, week):
    return (choices, None, None) if week == 1 else ({}, choices, week)


@pytest.fixture(scope="module")
def decided(tmp_path_factory):
    """What becomes true of each bet, in each life: the number of a sentence."""
    if NODE is None:
        pytest.skip("Node, which runs the page's modules here, is not installed")
    bets = {name: lives_of(name) for name in LESSONS}
    cases = {}
    for one in bets.values():
        for scenario, _, *lives in one:
            for life in filter(None, lives):
                cases[repr((scenario, life))] = Case(scenario, *life)
    answers = answer(tmp_path_factory.mktemp("lessons"), list(cases.values()))["cases"]
    weeks = {}
    for key, one in zip(cases, answers, strict=True):
        chunks = simulate(validate(python_tree(one["settings"])), REPLICATES, seed=1)
        weeks[key] = np.concatenate([chunk.weeks for chunk in chunks])

    def value(scenario, life, ask):
        by = ask["decided_by"]
        series = np.nan_to_num(weeks[repr((scenario, life))][:, :, list(SERIES).index(by["series"])])
        means = [series[:, first - 1 : last].mean(axis=1) for first, last in filter(None, (by["weeks"], by["than"]))]
        return means[0] - means[1] if len(means) > 1 else means[0]

    found = {}
    for name, asked in bets.items():
        for rank, (scenario, ask, life, other) in enumerate(asked):
            number = value(scenario, life, ask) - (value(scenario, other, ask) if other else 0)
            true = [
                (number > (-np.inf if one["above"] is None else one["above"]))
                & (number <= (np.inf if one["up_to"] is None else one["up_to"]))
                for one in ask["choices"]
            ]
            found[name, rank] = ask, np.array(true)
    return found


@pytest.mark.slow
def test_exactly_one_sentence_is_true_of_each_life(decided):
    assert sorted(decided) == sorted((name, rank) for name, rank, *_ in BETS)
    for _, true in decided.values():
        assert (true.sum(axis=0) == 1).all()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "rank", "sentence", "least"), BETS)
def test_the_sentence_that_comes_true_most_often(decided, name, rank, sentence, least):
    """No lesson says it; what its questions and notes take for granted rests on it."""
    ask, true = decided[name, rank]
    shares = true.mean(axis=1)
    most = ask["choices"][int(shares.argmax())]["text"]["en"]
    assert sentence in most.lower()
    assert shares.max() >= least


FORM = """\
scenario: lethbridge
summary: {en: Mine}
steps:
  - {kind: stori, minutes: 1, notes: {en: Read}}
  - {kind: play, minute: 1, notes: {en: x}}
  - {kind: compare, minutes: many, notes: {en: x}}
"""
SENSE = """\
scenario: lethbridge
summary: {en: Mine}
steps:
  - {kind: compare, minutes: 500, notes: {en: x}}
  - {kind: ask, minutes: 1, notes: {en: x}, question: {en: q}, draw: 900}
  - {kind: ask, minutes: 1, notes: {en: x}, question: {en: q}}
  - kind: ask
    minutes: 1
    notes: {en: x}
    question: {en: q}
    decided_by: {series: mobilization, weeks: [1, 3], beside: before}
    choices: [{text: {en: a}, up_to: 1}, {text: {en: b}, above: 2}]
  - {kind: role, minutes: 1, notes: {en: x}, text: {en: t}, week: 150, organisations: [citi]}
"""
CHANGES = """\
scenario: lethbridge
summary: {en: Mine}
steps:
  - kind: change
    minutes: 1
    notes: {en: x}
    title: {en: t}
    week: 3
    overrides:
      - leadership.hour=3
      - leadership=shard
      - leadership.hours=300
      - ~events.none
"""


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (FORM, {"steps.0.kind": 4, "steps.1.minutes": 5, "steps.1.minute": 5, "steps.2.minutes": 6}),
        (SENSE, {
            "steps.0.minutes": 4, "steps.0": 4, "steps.1.draw": 5, "steps.2": 6, "steps.3.decided_by.series": 11,
            "steps.3.choices": 12, "steps.3.decided_by.beside": 11, "steps.4.weeks": 13, "steps.4.organisations": 13,
        }),
        (CHANGES, {"leadership.hour": 10, "leadership": 11, "leadership.hours": 12, "events.none": 13}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(tmp_path, text, places):
    path = tmp_path / "lesson.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_lesson(path)
    assert {one.path: one.origin.line for one in caught.value.violations} == places
    assert {one.origin.path for one in caught.value.violations} == {path}


def test_a_lesson_of_ones_own_with_ones_own_scenario(tmp_path):
    (tmp_path / "mine.yaml").write_text("extends: twenty_partners\ntitle: {en: Ours}\n", encoding="utf-8")
    lesson = tmp_path / "lesson.yaml"
    step = "  - {kind: story, minutes: 2, notes: {en: Read}}\n"
    lesson.write_text(f"scenario: mine.yaml\nsummary: Mine\nsteps:\n{step}", encoding="utf-8")
    first = lessons_of_page(lesson)[0]
    assert first["summary"] == {"fr": "Mine", "en": "Mine"}
    assert (first["id"], first["scenario"], first["title"]["fr"], first["minutes"]) == ("own", "own", "Ours", 2)
    page = entente.make_page(lesson=lesson, output=tmp_path / "page.html")
    assert page.stat().st_size < 2_000_000
    with pytest.raises(SettingsError, match="the lesson says which scenario"):
        entente.make_page("crisis", lesson=lesson, output=tmp_path / "page.html")
