"""The page of plans: what is lived of each is what Python runs, A beside B; its money is that of the account."""

import numpy as np
import pytest
from browser import wait_until
from test_page_bits import REPLICATES, SEED, live, same_bits

import entente
from entente.analysis.accounts.account import make_account
from entente.commands.portfolios.live_page import plans_of_page, write_live_page
from entente.config.configuration import configure
from entente.sim.batch import simulate

PLANS = """\
Ours:
  leadership: broker
  lever: [mediation, partnership_liaison]
Theirs:
  communication: quarterly_table
  governance: inclusive
"""
WORDS = ["leadership.hours=9", "weeks=60"]
SHOWN = "() => entente.page.shown.a.record !== null && entente.page.shown.b?.record !== null"
ACCOUNT = "() => ['a', 'b'].map((side) => entente.page.shown[side]?.record.account)"


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """Plans of a scenario that words change, and their page."""
    folder = tmp_path_factory.mktemp("planned")
    (folder / "plans.yaml").write_text(PLANS, encoding="utf-8")
    found = entente.portfolios("twenty_partners", options=folder / "plans.yaml", overrides=WORDS, replicates=8,
                               plausible=None, threads=1)  # fmt: skip
    write_live_page(found, folder / "live.html", "en")
    return found, folder / "live.html"


def settings_of(plan, *more):
    return configure(["scenario=twenty_partners", *WORDS, *plan.words, *more]).settings


def assert_account(account, settings):
    expected = make_account(settings).years
    assert [one["total"] for one in account] == pytest.approx([one.total for one in expected])
    assert [one["hours"] for one in account] == pytest.approx([one.hours for one in expected])
    assert [one["inKind"] for one in account] == pytest.approx([one.in_kind for one in expected])


@pytest.mark.slow
def test_each_plan_is_lived_to_the_bit(planned, open_page):
    found, path = planned
    page = open_page(path)
    for plan, shown in zip(found.plans, plans_of_page(found), strict=True):
        weeks, _, _ = live(page, REPLICATES, scenario="twenty_partners", choices=shown["choices"])
        chunks = [chunk.weeks for chunk in simulate(settings_of(plan), REPLICATES, SEED)]
        assert same_bits(weeks, np.concatenate(chunks)), plan.name


def test_plans_are_chosen_beside_one_another_with_their_money(planned, open_page):
    found, path = planned
    page = open_page(path, viewport={"width": 1600, "height": 900})
    plans = page.locator("#whatif .plan")
    wait_until(page, "() => document.querySelectorAll('#whatif .plan').length === 3")
    assert plans.nth(0).get_by_role("button", name="Live A").get_attribute("aria-pressed") == "true"
    assert "of 10 futures" in plans.nth(1).inner_text()
    plans.nth(1).get_by_role("button", name="Live Ours").click()
    plans.nth(2).get_by_role("button", name="Theirs beside (B)").click()
    wait_until(page, SHOWN)
    first, second = page.evaluate(ACCOUNT)
    assert_account(first, settings_of(found.plans[1]))
    assert_account(second, settings_of(found.plans[2]))
    assert "Ours. " in page.inner_text("#stage-a figcaption")
    assert "Theirs. " in page.inner_text("#stage-b figcaption")
    page.click("#numbers-open")
    assert f"{make_account(settings_of(found.plans[1])).years[1].total:,.0f}" in page.inner_text("#numbers")


def test_money_follows_what_is_tried_from_a_week_on(planned, open_page):
    found, path = planned
    page = open_page(path)
    wait_until(page, SHOWN)
    page.locator("#week").fill("30")
    page.evaluate("() => entente.store.set({ panel: '' })")
    page.click("#whatif-open")
    wait_until(page, "() => document.querySelector('#whatif .knob input') !== null")
    page.locator("#whatif .knob input").first.fill("20")
    wait_until(page, SHOWN)
    tried, before = page.evaluate(ACCOUNT)
    assert_account(before, settings_of(found.plans[0]))
    dated = "++changes.tried={week:31,set:{leadership.hours:20}}"
    assert_account(tried, settings_of(found.plans[0], dated))
    assert tried[0]["total"] > before[0]["total"]
