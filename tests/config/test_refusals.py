"""Wrong requests: everything that is wrong at once, where it comes from, exit code 2, no traceback."""

import pytest

BAD = {
    "leadership.hours=100": "leadership.hours: 100 is not possible; expected a number from 0 to 80 h/week (from the",
    "trust.span=abc": "trust.span: 'abc' is not possible; expected a number from 1 to 60 people",
    "+unknown.key=1": "unknown.key: no such setting",
    "++leadership.hourz=1": "leadership.hourz: no such setting; expected a declared name; nearest: leadership.hours",
    "replicate=5": "nearest: replicates",
    "communication=email": "nearest: email_only",
    "replicates=0": "replicates: 0 is not possible; expected a whole number from 1 to 10000000",
    "threads=0": "threads: 0 is not possible",
    "format=ods": "format: 'ods' is not possible; expected one of parquet, csv, excel",
    "weeks=1,2": "weeks: 1,2 holds several values, which belong to a study; expected one value",
    "staff.turnover=range(1,3)": "staff.turnover: range(1,3) holds several values",
    "mechanisms.contact=maybe": "mechanisms.contact: 'maybe' is not possible; expected on or off",
    "+communication.channels.tea.audience=al": "communication.channels.tea.audience: 'al' is not possible; expected",
    "lead=nobody": "lead: 'nobody' is not one of the organisations",
    "events.cutt.week=4": "no cutt in events; expected +events.cutt.week to add one; nearest: events.cut.week",
    "~events.none": "events.none: there is nothing to take out",
    "~leadership=shared": "taking out needs no value; expected ~leadership",
    "trust.kept=[1": "trust.kept: [1 cannot be read; expected a value such as",
    "fast please": "fast please: it cannot be read as an override",
    "context.funding=${nowhere}": "context.funding: what ${...} points to cannot be found",
}  # fmt: skip


def test_every_wrong_override_is_told_at_once(entente, place):
    done = entente("run", "scenario=tiny.yaml", *BAD, cwd=place)
    assert done.returncode == 2
    for text in BAD.values():
        assert text in done.stderr
    assert len(done.stderr.splitlines()) == 1 + len(BAD)
    assert not (place / "results").exists()


def test_wrong_files_are_told_with_their_lines(entente, place):
    (place / "bad.yaml").write_text(
        "defaults:\n  - override /leadership: shared\nweeks: 12\nlead: a\nleadership:\n  hours: 99\n  huors: 1\n"
        "organisations:\n  a:\n    territory: nowhere\n  b: {status: high}\n",
        encoding="utf-8",
    )
    done = entente("run", "scenario=bad.yaml", "seed=-1", cwd=place)
    assert done.returncode == 2
    for text in ("leadership.hours: 99", "bad.yaml:6", "leadership.huors: no such setting", "bad.yaml:7",
                 "organisations.a.territory", "bad.yaml:10", "organisations.b.status: 'high'", "bad.yaml:11",
                 "seed: -1"):  # fmt: skip
        assert text in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("weeks: [1\nlead: a\n", "broken.yaml:2"),
        ("weeks: 12\nweeks: 13\n", "weeks is said twice"),
        ("- a\n", "it holds no settings"),
        ("defaults:\n  - override /leadership: brokr\n", "nearest: broker (broken.yaml:2)"),
        ("defaults:\n  - override /leadersip: broker\n", "nearest: leadership, lever (broken.yaml:2)"),
        ("organisations: [a, b]\n", "organisations: a list is not possible here; expected entries (name: value)"),
        ("resolved: yes\n", "resolved: it cannot be read"),
        ("weeks: '${'\n", "weeks: ${ cannot be read"),
        ("weeks: 12\nextends: twenty_partner\n", "nearest: twenty_partners, "),
        ("extends: broken.yaml\n", "it ends up extending itself (broken > broken); expected another scenario (broken"),
        ("extends: tiny.yaml\norganisations: {shool: null}\n", "organisations.shool: there is nothing to take out"),
    ],
)
def test_scenarios_that_cannot_be_used(entente, place, text, said):
    (place / "broken.yaml").write_text(text, encoding="utf-8")
    done = entente("run", "scenario=broken.yaml", "leadership.hours=-1", cwd=place)
    assert done.returncode == 2
    assert said in done.stderr
    assert "leadership.hours: -1 is not possible" in done.stderr


def test_wrong_values_below_are_told_with_their_own_file(entente, place):
    (place / "low.yaml").write_text("extends: tiny.yaml\nleadership:\n  hours: 99\n", encoding="utf-8")
    (place / "high.yaml").write_text("weeks: 900\nextends: low.yaml\n", encoding="utf-8")
    done = entente("run", "scenario=high.yaml", "--lang", "fr", cwd=place)
    assert done.returncode == 2
    assert "(high.yaml:1)" in done.stderr
    assert "leadership.hours\xa0: 99 n'est pas possible" in done.stderr
    assert "(low.yaml:3)" in done.stderr


def test_unknown_scenarios(entente, place):
    assert "nearest: lethbridge" in entente("run", "scenario=letbridge", cwd=place).stderr
    missing = entente("run", "scenario=missing.yaml", "--lang", "fr", cwd=place)
    assert missing.returncode == 2
    assert "il n'y a pas de fichier missing.yaml" in missing.stderr
    assert "nearest: communication=lethbridge, scenario=lethbridge" in entente("run", "lethbridge", cwd=place).stderr


def test_refusals_in_french(entente, place):
    done = entente("run", "scenario=tiny.yaml", "cycles=-1", "leadership=brokr", cwd=place, ENTENTE_LANG="fr_CA.UTF-8")
    assert "pour 2 raisons" in done.stderr
    assert "cycles\xa0: -1 n'est pas possible\xa0; attendu\xa0: un nombre" in done.stderr
    assert "le plus proche\xa0: broker (en ligne de commande)" in done.stderr


def test_command_line_that_cannot_be_read(entente, place):
    for words in (
        ["list", "scenarioz"],
        ["list"],
        ["explain"],
        ["nothing"],
        ["run", "--quick"],
        ["--lang", "de", "run"],
    ):
        done = entente(*words, cwd=place)
        assert done.returncode == 2, words
        assert "entente" in done.stderr
        assert len(done.stderr.splitlines()) == 2


def test_of_thousands_of_wrong_names_fifty_are_shown_and_the_others_counted(entente, place):
    names = "".join(f"  hourz{number}: 3\n" for number in range(3000))
    text = (place / "tiny.yaml").read_text(encoding="utf-8") + f"leadership:\n{names}"
    (place / "many.yaml").write_text(text, encoding="utf-8")
    done = entente("run", "scenario=many.yaml", cwd=place)
    head, *lines, last = done.stderr.splitlines()
    assert (done.returncode, len(lines)) == (2, 50)
    assert "3,000 reasons" in head
    assert all("nearest: leadership.hours" in line for line in lines)
    assert last.strip() == "and 2,950 other reasons"
