"""The account by hand: posts at full cost whatever they do, levers, hours in kind, by year and by partner."""

import pytest

import entente
from entente.analysis.accounts.account import envelope_overruns, make_account, post_hours
from entente.analysis.accounts.lever_costs import yearly_dollars


def test_a_post_costs_its_hours_whatever_style_leads():
    for style in ("broker", "shared", "directive"):
        before = make_account(entente.settings("twenty_partners", leadership=style))
        after = make_account(entente.settings("twenty_partners", leadership=style, lever=["partnership_liaison"]))
        lever = entente.settings("twenty_partners", lever=["partnership_liaison"]).levers["partnership_liaison"]
        full = after.years[1].total - before.years[1].total
        assert full == pytest.approx(52 * (14 * 45 + 20))
        assert full == pytest.approx(yearly_dollars(lever, 45.0))
        first = after.years[0].total - before.years[0].total  # decided in week 1, there from week 14, and set up before
        assert first == pytest.approx(39 * (14 * 45 + 20) + 1000)


def test_the_post_in_place_is_what_a_dedicated_coordinator_carries():
    settings = entente.settings("twenty_partners", leadership="broker", weeks=78)
    lead = settings.leadership
    assert post_hours(settings, 1) == pytest.approx(lead.hours * lead.concentration * lead.dedicated)
    account = make_account(settings, rate=30.0)
    assert [one.weeks for one in account.years] == [52, 26]
    assert account.years[0].posts == pytest.approx(52 * 45 * post_hours(settings, 1))
    assert account.years[0].in_kind == pytest.approx(30 * account.years[0].hours)
    assert sum(one.hours for one in account.partners) == pytest.approx(account.years[0].hours)
    assert sum(account.years[k].hours for k in (0, 1)) == pytest.approx(1.5 * account.years[0].hours)


def test_changes_move_posts_from_their_week():
    change = {"+changes.cut": {"week": 27, "set": {"leadership.hours": 0}}}
    settings = entente.settings("twenty_partners", leadership="broker", weeks=52, **change)
    whole = make_account(entente.settings("twenty_partners", leadership="broker", weeks=52))
    assert make_account(settings).total == pytest.approx(whole.total / 2)


def test_years_over_their_envelope():
    account = make_account(entente.settings("twenty_partners", leadership="broker"))
    yearly = account.years[0].total
    assert envelope_overruns(account, []) == []
    assert envelope_overruns(account, [yearly]) == []
    assert [one.year for one in envelope_overruns(account, [yearly + 1, yearly - 1])] == [2, 3]
