"""Fixtures of the tests of the page: it is written once, and opened from the disk in a headless Chromium."""

import pytest
from browser import Watch, fetch_axe, find_chromium, launch_options

import entente

READY = "() => window.entente && window.entente.lives"  # a function: its policy lets the page evaluate no text


def pytest_collection_modifyitems(items):
    """Mark what opens a browser."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def page_file(tmp_path_factory):
    """The page, in French, as the command writes it."""
    return entente.make_page(output=tmp_path_factory.mktemp("page") / "entente.html", language="fr")


@pytest.fixture(scope="session")
def chromium():
    """A browser; tests that need one are skipped, and say so, where there is none."""
    driver = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed: pip install -e '.[browser]'"
    )
    if find_chromium() is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, page_file):
    """Return a function that opens the page, or another file, in a window of its own once it is ready.

    The options are those of a context of Playwright: ``viewport``, ``reduced_motion``, ``locale``. After the test, no
    page may have asked any host for anything, nor have complained.
    """
    watched, contexts = [], []

    def open_(path=page_file, ready=READY, **options):
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        watched.append(Watch(page, path.as_uri()))
        page.goto(path.as_uri())
        page.wait_for_function(ready)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [one for watch in watched for one in watch.found()] == []


@pytest.fixture(scope="session")
def axe(tmp_path_factory):
    """Return a function that returns the violations of accessibility of a page, as axe-core finds them."""
    script = fetch_axe(tmp_path_factory.mktemp("axe"))
    if script is None:
        pytest.skip("npm is not there, or cannot fetch axe-core")

    def violations(page, tags=("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")):
        # Through the protocol of the browser, which the policy of the page does not bind.
        if page.evaluate("!window.axe"):
            page.evaluate(script)
        # What is found to be right is not described: that would take two thirds of the time.
        asked = {"runOnly": {"type": "tag", "values": list(tags)}, "resultTypes": ["violations"]}
        found = page.evaluate("(asked) => window.axe.run(document, asked)", asked)
        return {one["id"]: [node["target"] for node in one["nodes"]] for one in found["violations"]}

    return violations
