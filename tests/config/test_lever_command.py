"""Levers as a planner meets them: listed with their costs, explained, chosen, refused."""

import json

import pandas as pd
import pytest

from entente.catalogue.catalogue import every_lever
from entente.sim.model.levers import USUAL, weekly_cost

LEVERS = dict(every_lever())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_all_are_listed_with_advice_and_costs(entente, place, language):
    done = entente("list", "levers", "--lang", language, cwd=place, COLUMNS="250")
    assert done.returncode == 0
    head, *lines = done.stdout.splitlines()
    assert ("partner h/week" if language == "en" else "h/sem. partenaire") in head
    listed = {line.split()[0]: line for line in lines}
    assert list(listed) == sorted(LEVERS)
    words = {"en": {"do": "do", "keep": "keep", "avoid": "avoid"},
             "fr": {"do": "à faire", "keep": "à garder", "avoid": "à jeter"}}[language]  # fmt: skip
    for name, lever in LEVERS.items():
        assert words[lever.advice] in listed[name]
        assert lever.name.in_language(language) in listed[name]
        cost = f"{weekly_cost(lever, USUAL)['partners']:.2f}"
        assert cost == "0.00" or (cost if language == "en" else cost.replace(".", ",")) in listed[name]


def test_a_list_may_be_narrowed(entente, place):
    lines = entente("list", "levers", "avoid", cwd=place, COLUMNS="250").stdout.splitlines()[1:]
    assert [line.split()[0] for line in lines] == [name for name, one in LEVERS.items() if one.advice == "avoid"]


def test_lists_fit_the_screen(entente, place):
    for columns in (80, 100):
        text = entente("list", "levers", cwd=place, COLUMNS=str(columns)).stdout
        assert max(map(len, text.splitlines())) <= columns


@pytest.mark.parametrize("name", ["handover_protocol", "lever=handover_protocol", "levers.handover_protocol"])
def test_a_lever_is_explained_by_any_of_its_names(entente, place, name):
    text = entente("explain", name, cwd=place).stdout
    for said in ("A handover protocol", "The sources say", "[S4]", "0.03 h a week of each partner",
                 "1.5 h of each partner, once", "8 h of coordination, once", "4 weeks",
                 "governance.handover: 0.25 → 0.9 (50%) [assumed]", "entente run lever=handover_protocol"):  # fmt: skip
        assert said in text


def test_a_lever_is_explained_in_french(entente, place):
    text = entente("explain", "handover_protocol", "--lang", "fr", cwd=place).stdout
    for said in ("Un protocole de passation", "Selon les sources", "à faire", "0,03 h par semaine de chaque partenaire",
                 "1,5 h de chaque partenaire, une fois", "4 semaines", "[supposé]",
                 "Liens et savoirs transmis"):  # fmt: skip
        assert said in text


def test_a_card_tells_channels_whose_traits_and_what_is_free(entente, place):
    text = entente("explain", "lever=visits", cwd=place).stdout
    assert "visits: every 13 weeks, whoever leads, 1 h, richness 1" in text
    text = entente("explain", "negative_leader", cwd=place).stdout
    assert "Whose traits" in text
    assert "nothing" in text
    assert "partners.openness: → 0 (70%)" in text


def test_a_parameter_tells_which_levers_move_it(entente, place):
    assert "lever=handover_protocol: → 0.9 (50%)" in entente("explain", "governance.handover", cwd=place).stdout


def test_a_name_with_several_meanings_and_an_unknown_one(entente, place):
    done = entente("explain", "newsletter", cwd=place)
    assert done.returncode == 2
    assert "entente explain lever=newsletter" in done.stdout
    assert "entente explain communication=newsletter" in done.stdout
    done = entente("explain", "handover_protocl", cwd=place)
    assert done.returncode == 2
    assert "handover_protocol" in done.stderr


def test_a_run_with_levers_says_so_and_leaves_it(entente, place):
    words = ("lever=[visits,mediation]", "levers.visits.start=3", "replicates=2", "output=out")
    done = entente("run", "scenario=tiny.yaml", *words, "--lang", "fr", cwd=place)
    assert done.returncode == 0, done.stderr
    assert "Leviers" in done.stdout
    for name in ("Visiter les partenaires chez eux", "Une médiation quand ça coince"):
        assert name in " ".join(done.stdout.split())
    assert json.loads((place / "out" / "manifest.json").read_text(encoding="utf-8"))["choices"]["lever"] == [
        "visits", "mediation",
    ]  # fmt: skip
    log = pd.read_parquet(place / "out" / "event_log.parquet")
    assert list(log) == ["replicate", "week", "kind", "function", "who", "size"]
    assert set(log["who"][log["kind"] == "lever_on"]) == {"visits", "mediation"}
    again = entente("run", "scenario=out/settings.yaml", "output=again", cwd=place)
    assert again.returncode == 0, again.stderr
    for name in ("weeks", "runs", "conditions", "event_log"):
        assert (place / "out" / f"{name}.parquet").read_bytes() == (place / "again" / f"{name}.parquet").read_bytes()


WRONG = {
    "lever=[visit]": "lever : 'visit' n'est pas possible ; attendu : un levier de `entente list levers` ; le plus",
    "levers.newsletter.start=4": "ce levier n'est pas choisi ; attendu : lever=[newsletter]",
    "levers.mediatio.start=4": "levers.mediatio.start : ce levier n'est pas choisi ; le plus proche : levers.mediation",
    "+levers.a={start: 9, stop: 3, effects: {work.pace: {add: 1}}}":
        "levers.a.stop : la semaine 3 vient avant ses premiers effets ; attendu : au moins 9",
    "+levers.b={channels: {}}": "levers.b : il ne fait rien ; attendu : channels ou effects",
    "+levers.c={effects: {partners.trust: {add: 1}}}":
        "levers.c.effects.partners.trust\xa0: un levier ne peut pas le déplacer\xa0; attendu\xa0: un nombre parmi",
    "+levers.d={effects: {work.pace: {by: 0.5}}}":
        "levers.d.effects.work.pace\xa0: cela ne déplace rien\xa0; attendu\xa0: toward et by, ou add",
    "+levers.e={who: nobody, effects: {partners.status: {add: 0.1}}}":
        "e.who\xa0: 'nobody' n'est pas l'une des organisations\xa0; attendu\xa0: lead, le nom d'une organisation,",
    "+levers.f={effects: {work.pace: {toward: 99}}}":
        "pace.toward\xa0: 99 n'est pas possible\xa0; attendu\xa0: un nombre de 0.02 à 10 h/semaine",
}  # fmt: skip


def test_everything_wrong_with_levers_is_told_at_once_in_french(entente, place):
    done = entente("run", "scenario=tiny.yaml", *WRONG, "--lang", "fr", cwd=place)
    assert done.returncode == 2
    for said in WRONG.values():
        assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1 + len(WRONG)
