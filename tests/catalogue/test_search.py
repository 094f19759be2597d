"""What there is, found by name and title in both languages, whatever accents; questions without answers."""

import pytest

from entente.catalogue.search import contains, find_named, list_name, plain_name


@pytest.mark.parametrize("word", ["courriel", "COURRIELS", "e-mail", "email"])
def test_options_are_found_by_their_titles_in_both_languages(word):
    assert "communication=email_only" in find_named(word)


@pytest.mark.parametrize("word", ["équité", "equite", "Equity", "ÉQUITÉ"])
def test_accents_and_capitals_do_not_matter(word):
    assert {"measures.territory_ratio", "measures.population_ratio"} <= set(find_named(word))


def test_a_title_in_full_is_enough():
    assert set(find_named("une crise")) == {"scenario=crisis"}
    assert set(find_named("le pairage")) == {"lever=pairing"}
    assert find_named("zzzz") == {}


def test_groups_and_lists_have_french_names():
    french = ("gouvernance", "leviers", "Scénarios", "mesure", "paramètres", "Mécanismes")
    assert [list_name(one) for one in french] == [
        "governance", "levers", "scenarios", "measures", "parameters", "mechanisms"]  # fmt: skip
    assert plain_name("gouvernance=légère") == "governance=light"
    assert plain_name("levier=le pairage") == "lever=pairing"
    assert plain_name("scénario=crisis") == "scenario=crisis"
    assert plain_name("leadership.hours") == "leadership.hours"


def test_words_are_sought_each_on_its_own():
    assert contains(["Confiance à la fin"], "fin confiances")
    assert not contains(["Confiance à la fin"], "méfiance")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("measures", "confiance"), "trust_final"),
        (("measures", "trust"), "trust_final"),
        (("leviers", "confiance"), "pairing"),
        (("scénarios", "crise"), "crisis"),
        (("scenarios", "crisis"), "crisis"),
        (("gouvernance", "legere"), "light"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_lists_are_searched_in_both_languages(entente, place, words, wanted, language):
    done = entente("list", *words, "--lang", language, cwd=place)
    assert done.returncode == 0
    assert wanted in done.stdout.split()


def test_what_is_not_there_gives_the_nearest(entente, place):
    assert "nearest: mobilisation" in entente("list", "measures", "mobilsation", cwd=place).stdout.lower()


def test_the_question_comes_without_its_answer(entente, place):
    whole = entente("explain", "leader_leaves", cwd=place).stdout
    asked = entente("explain", "leader_leaves", "--question", cwd=place).stdout
    head, _, answer = whole.partition("\n\nThe answer\n")
    assert "To ask first" in head
    assert "To ask first" in asked
    for text in ("When almost everything goes through one person", "The fall does not begin"):
        assert text in " ".join(answer.split())
        assert text not in " ".join(head.split())
        assert text not in " ".join(asked.split())
    assert "One devoted person keeps the partnership going" in " ".join(asked.split())
    refused = entente("explain", "lethbridge", "--question", "--lang", "fr", cwd=place)
    assert (refused.returncode, refused.stdout) == (2, "")


def test_a_file_of_ones_own_is_explained(entente, place):
    for name in ("scenario=tiny.yaml", "tiny.yaml"):
        done = entente("explain", name, cwd=place)
        assert done.returncode == 0
        assert done.stdout.startswith("Small table")
        assert "entente run scenario=tiny.yaml" in done.stdout
    absent = entente("explain", "scenario=absent.yaml", cwd=place)
    assert absent.returncode == 1
    assert "absent.yaml" in absent.stderr
