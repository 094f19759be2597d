"""The ODD names, rule by rule, the parameters that the functions of the rule read: no more and no fewer."""

import pytest
from equations import ROOT, descriptions, own_reads

ODD = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
READ = own_reads()
DESCRIPTIONS = [*descriptions(ODD, READ)]
WITHOUT = {  # functions whose rule is stated in words, in element 5, under no title of their own
    "reset_state": "the first value of funding",
    "draw_organisation": "laws of the traits, drawn once",
    "admit_first_partners": "first trust in the coordinator",
    "first_posts": "time in post of those who are there at the start",
}


def differences(odd, read):
    """Return what is named and not read, by description, and what is read and not named, by function."""
    named, unread = {}, set()
    for _, title, listed, paths in descriptions(odd, read):
        unread |= {(title, path) for path in paths - set().union(*(read.get(name, set()) for name in listed))}
        for name in listed:
            named.setdefault(name, set()).update(paths)
    missing = {(name, path) for name, paths in read.items() for path in paths - named.get(name, set())}
    return unread, {one for one in missing if one[0] not in WITHOUT}


def test_equations_name_what_functions_read():
    unread, unnamed = differences(ODD, READ)
    assert unread == set(), "named by a description, read by none of its functions"
    assert unnamed == set(), "read by a function, named by none of the descriptions that list it"


@pytest.mark.parametrize(("number", "title", "listed"), [one[:3] for one in DESCRIPTIONS], ids=lambda one: str(one))
def test_descriptions_list_functions_that_exist(number, title, listed):
    assert [name for name in listed if name not in READ] == []


def test_most_rules_are_described():
    assert len(DESCRIPTIONS) > 35
    assert len({path for _, _, _, paths in DESCRIPTIONS for path in paths}) > 80


def test_functions_told_in_words_alone_still_read_parameters():
    assert all(READ[name] for name in WITHOUT)


@pytest.mark.parametrize(("old", "new"), [(r"\text{slope}", r"\text{steepness}"), (r"\text{ambition}", r"\text{pace}")])
def test_an_equation_that_names_another_parameter_is_found(old, new):
    assert old in ODD
    assert differences(ODD.replace(old, new), READ) != (set(), set())


def test_a_function_that_reads_one_more_or_one_fewer_parameter_is_found():
    more, fewer = READ["call_for_effort"] | {"work.pace"}, READ["call_for_effort"] - {"mobilisation.slope"}
    assert differences(ODD, {**READ, "call_for_effort": more})[1] == {("call_for_effort", "work.pace")}
    assert differences(ODD, {**READ, "call_for_effort": fewer})[0] == {("Effort", "mobilisation.slope")}
