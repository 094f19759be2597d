"""Help, lists and explanations, in both languages, without waiting for what a run needs."""

import subprocess
import sys

import pytest

from entente.commands.list.command import LIST_NAMES
from entente.i18n import say
from entente.parser import COMMANDS
from entente.sim.model.measures import ORGANISATION_SERIES, SERIES, SUMMARIES
from entente.sim.model.parameters import MECHANISMS

HEAVY = ("numba", "mesa", "pandas", "seaborn", "hydra", "matplotlib")


def test_alone_it_prints_help(entente, place):
    done = entente(cwd=place)
    assert done.returncode == 0
    assert "entente list scenarios" in done.stdout


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("command", [[], ["run"], ["list"], ["explain"]])
def test_help_everywhere_in_both_languages(entente, place, command, language):
    done = entente(*command, "--help", "--lang", language, cwd=place)
    assert done.returncode == 0
    assert done.stdout.startswith(say("usage: ", language))
    assert say("show this help and stop", language) in done.stdout


def test_help_of_run_shows_the_grammar(entente, place):
    text = entente("run", "--help", cwd=place).stdout
    for word in ("scenario=aire_ouverte", "'~communication", "path/to/mine.yaml", "entente list parameters"):
        assert word in " ".join(text.split())


def test_language_comes_from_the_environment(entente, place):
    assert "usage\xa0:" in entente("--help", cwd=place, ENTENTE_LANG="fr").stdout
    assert "usage\xa0:" in entente("--help", cwd=place, ENTENTE_LANG="", LANG="fr_CA.UTF-8").stdout
    assert "usage:" in entente("--help", cwd=place, ENTENTE_LANG="", LC_ALL="C", LANG="fr_CA.UTF-8").stdout
    assert "usage:" in entente("--lang", "en", "list", "--help", cwd=place, ENTENTE_LANG="fr").stdout


@pytest.mark.parametrize(
    ("what", "names"),
    [
        ("scenarios", ["lethbridge", "aire_ouverte", "territorial_process"]),
        ("leadership", ["absent", "broker", "rotating"]),
        ("communication", ["silent", "email_only", "saturated"]),
        ("governance", ["light", "regional", "project_by_project"]),
        ("parameters", ["leadership.hours", "organisations.<id>.hours", "replicates"]),
        ("measures", [*SERIES, *SUMMARIES, *ORGANISATION_SERIES]),
        ("mechanisms", list(MECHANISMS)),
    ],
)
def test_lists(entente, place, what, names):
    done = entente("list", what, cwd=place)
    assert done.returncode == 0
    words = set(done.stdout.split())
    assert words >= set(names)
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_lists_fit_a_narrow_terminal_and_can_be_searched(entente, place):
    narrow = entente("list", "parameters", "trust", cwd=place, COLUMNS="60").stdout
    assert max(map(len, narrow.splitlines())) <= 60
    assert "trust.span" in narrow
    assert "work.drag" not in narrow


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("leadership.hours", ["h/week", "0 – 80", "animate (sim/rules/coordination.py)", "leadership=broker: 20"]),
        ("vacancy", ["staff.vacancy", "Opportunity Knocks", "derived"]),
        ("communication.channels.tea.period", ["communication.channels.<id>.period", "1 – 260 weeks"]),
        ("scenario=lethbridge", ["Story", "[S2]", "entente run scenario=lethbridge"]),
        ("communication=email_only", ["[S2]", "richness: 0.38"]),
        ("mechanisms.contact", ["on | off", "update_trust (sim/rules/relation.py)"]),
        ("weeks_sustained", ["weeks with mobilisation"]),
        ("staff", ["staff.turnover", "staff.learning"]),
    ],
)
def test_explanations(entente, place, name, said):
    done = entente("explain", name, cwd=place)
    assert done.returncode == 0
    for text in said:
        assert text in done.stdout


def test_scenarios_that_start_from_another_are_listed_and_explained_whole(entente, place):
    (place / "scenarios").mkdir()
    (place / "scenarios" / "mine.yaml").write_text(
        "extends: twenty_partners\ndefaults: [override /leadership: shared]\nidea: {fr: Une idée, en: An idea}\n"
        "question: {fr: Et après?, en: And then?}\norganisations: {police: null, shop: {count: 3}}\nweeks: 60\n",
        encoding="utf-8",
    )
    (place / "scenarios" / "lost.yaml").write_text("extends: nowhere\n", encoding="utf-8")
    listed = entente("list", "scenarios", cwd=place).stdout.splitlines()
    row = next(line for line in listed if line.startswith("mine"))
    assert row.split()[1:3] == ["22", "60"]
    assert any(line.startswith("lost") and "nowhere" in line for line in listed)
    text = entente("explain", "scenario=mine", "--lang", "fr", cwd=place).stdout
    for text in ("Une idée", "Et après?", "leadership=shared", "communication=monthly_table", "twenty_partners"):
        assert text in text
    assert "nowhere" in entente("explain", "scenario=lost", cwd=place).stderr


def test_what_has_several_meanings_is_listed(entente, place):
    done = entente("explain", "lethbridge", cwd=place)
    assert done.returncode == 2
    assert "entente explain scenario=lethbridge" in done.stdout
    assert "entente explain communication=lethbridge" in done.stdout


def test_what_is_unknown_gets_the_nearest_names(entente, place):
    done = entente("explain", "brokr", "--lang", "fr", cwd=place)
    assert done.returncode == 2
    assert "rien ne s'appelle brokr" in done.stderr
    assert "broker" in done.stderr


@pytest.mark.parametrize("language", ["en", "fr"])
def test_week_is_explained_in_the_order_of_the_code(entente, place, language):
    from entente.sim.week import PHASES

    text = entente("explain", "week", "--lang", language, cwd=place, COLUMNS="300").stdout
    places = [text.index(f"{number}. {phase.name}") for number, phase in enumerate(PHASES, start=1)]
    assert places == sorted(places)
    for phase in PHASES:
        assert getattr(phase, language) in text


# Is given commands, does one after the other, and says of each what has been imported so far of what is heavy.
IMPORTED = f"""
import io, sys
from contextlib import redirect_stdout, suppress
from entente.main import main

for words in sys.argv[1:]:
    with suppress(SystemExit), redirect_stdout(io.StringIO()):
        main(words.split())
    print(words, [name for name in {HEAVY} if name in sys.modules], sep=": ")
"""


def imported(environment, place, *commands):
    """Return what some commands, in one process, import of what is heavy: a line for each."""
    words = [sys.executable, "-c", IMPORTED, *commands]
    done = subprocess.run(words, cwd=place, env=environment(), capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_nothing_heavy_is_imported_to_read(environment, place):
    commands = [
        "--help", *(f"{command} --help" for command in COMMANDS),
        *(f"list {what}" for what in LIST_NAMES if what != "results"),
        "list levers --lang fr", "explain week", "explain trust.span", "explain lever=pairing",
    ]  # fmt: skip
    assert imported(environment, place, *commands) == [f"{words}: []" for words in commands]


def test_a_run_does_not_wait_for_mesa(environment, place):
    command = "run scenario=tiny.yaml replicates=2 output=light"
    heavy = [name for name in HEAVY if name != "mesa"]
    assert imported(environment, place, command) == [f"{command}: {heavy}"]


def test_a_reader_that_stops_reading_is_no_error(environment, place):
    command = f"{sys.executable} -m entente list parameters | head -1"
    done = subprocess.run(command, shell=True, cwd=place, env=environment(), capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_version(entente, place):
    assert entente("--version", cwd=place).stdout.startswith("entente ")
