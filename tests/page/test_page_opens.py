"""The page opens from the disk under its policy, and what a stranger wrote in a scenario is never more than text."""

import entente

ADD_SCRIPT = """\
() => {
  window.refused = [];
  addEventListener("securitypolicyviolation", (one) => window.refused.push(one.effectiveDirective));
  const script = document.createElement("script");
  script.textContent = "window.ran = true";
  document.body.append(script);
  fetch("https://example.org/").catch(() => {});
}
"""
TITLE = "<img src=x onerror=window.ran=true>"
HOSTILE = f"""\
extends: twenty_partners
title: {{fr: '{TITLE}', en: '{TITLE}'}}
story: {{fr: '{TITLE}', en: '{TITLE}'}}
organisations:
  +hostile: {{name: {{fr: '<dfn>{TITLE}</dfn>', en: '<dfn>{TITLE}</dfn>'}}}}
"""


def test_it_opens_from_the_disk_and_asks_nobody_for_anything(open_page):
    page = open_page()
    assert page.evaluate("location.protocol") == "file:"
    assert page.evaluate("document.documentElement.lang") == "fr"
    assert page.title().startswith("Entente")


def test_its_policy_refuses_another_script_and_any_host(chromium, page_file):
    page = chromium.new_page()
    page.goto(page_file.as_uri())
    page.evaluate(ADD_SCRIPT)
    page.wait_for_function("() => window.refused.length > 1")
    assert set(page.evaluate("window.refused")) == {"script-src-elem", "connect-src"}
    assert page.evaluate("window.ran") is None
    page.close()


def test_text_of_a_stranger_is_text(open_page, tmp_path):
    (tmp_path / "mine.yaml").write_text(HOSTILE, encoding="utf-8")
    page = open_page(entente.make_page(tmp_path / "mine.yaml", output=tmp_path / "mine.html", language="en"))
    page.wait_for_function("(title) => document.body.textContent.includes(title)", arg=TITLE)
    assert page.locator("img, dfn").count() == 0
    assert page.evaluate("window.ran") is None
