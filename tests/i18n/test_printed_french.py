"""What commands print in French has its no-break spaces, and names things by their titles."""

import re

import pytest

STUDY = ("scenario=tiny.yaml", "replicates=2", "threads=1")
COMMANDS = {
    "run": ("run", *STUDY, "leadership.hours=5", "lever=pairing", "output=ran"),
    "compare": ("compare", *STUDY, "leadership=shared,broker", "staff.turnover=0.1,0.2",
                "output=compared"),
    "sweep": ("sweep", *STUDY, "lever=[],[pairing]", "staff.turnover=0.1,0.2", "output=swept"),
    "robust": ("robust", *STUDY, "lever=[],[pairing,handover_protocol]", "--uncertain",
               "staff.turnover=interval(0.05,0.9)", "points=8", "output=weighed"),
    "discover": ("discover", *STUDY, "leadership.hours=interval(2,40)", "points=40", "--goal", "final>=0.4",
                 "output=found"),
    "explain a parameter": ("explain", "staff.turnover"),
    "explain a lever": ("explain", "lever=pairing"),
    "explain a scenario": ("explain", "leader_leaves"),
    "list measures": ("list", "measures"),
    "list levers": ("list", "levers"),
    "list governance": ("list", "gouvernance"),
    "draw": ("draw", "--help"),
    "wrong": ("run", "scenario=tiny.yaml", "leadership.hours=900", "staff.turnovr=3"),
}  # fmt: skip
# What one types or reads as it is written: settings and their values, sources, times in an address, Python.
CODE = re.compile(
    r"^Sources? .*(?:\n  .*)*|(?<!\w)'[^'\n]*'|\w+://\S+|\(nom: valeur\)|[\w.*<>=]+: ?[\d→+−{\[]\S*|[\w.]+=\S+: \S+"
    r"|[^\n]*aucun chiffre trouvé[^\n]*",
    re.MULTILINE,
)
ORDINARY = re.compile(r"\S* [:;?!%»](?=\s|$)|« \S*|[^\s\u00a0\u202f:][:;?!»](?=\s|$)|\d%")


@pytest.fixture(scope="module")
def printed(entente, shared_place):
    return {name: entente(*words, "--lang", "fr", cwd=shared_place) for name, words in COMMANDS.items()}


@pytest.mark.parametrize("name", COMMANDS)
def test_no_ordinary_space_stands_before_high_punctuation(printed, name):
    text = printed[name].stdout + printed[name].stderr
    assert text
    assert ORDINARY.findall(CODE.sub("", text)) == []


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("run", ("Communication  table trimestrielle", "Le pairage",
                 "Heures d'animation du partenariat\u00a0: 5 heures")),
        ("compare", ("de liaison, Départs moyens\u00a0: 20\u202f%",)),
        ("sweep", ("Ce qui varie\u00a0: Leviers, Départs moyens", "aucun levier", "20\u202f%")),
        ("robust", ("Le pairage + Un protocole de passation",)),
    ],
)  # fmt: skip
def test_titles_stand_for_what_one_types(printed, name, titles):
    assert printed[name].returncode == 0, printed[name].stderr
    text = re.sub(r"\n\s+", " ", printed[name].stdout)
    for title in titles:
        assert title in text
    assert "pairing" not in text
    assert "quarterly_table" not in text


def test_too_few_replicates_are_said_to_be(printed):
    assert "trop peu de réplicats" in printed["compare"].stdout
    assert "∞" not in printed["compare"].stdout + printed["robust"].stdout
    assert "2 réplicats de chacune ne suffisent pas" in printed["compare"].stdout
    assert "2 réplicats ne suffisent pas" in printed["run"].stdout
