"""What makes the site: equations, links of the repository, pages of the programming interface, a link checker."""

from pathlib import PurePosixPath
from xml.etree import ElementTree

import pytest
from pages import ROOT

from entente.docs_build.api_pages import api_pages, link_tree
from entente.docs_build.equations import to_mathml
from entente.docs_build.links import broken_links, links_elsewhere, read_site
from entente.docs_build.site import on_page_markdown, rebase_links


def words(mathml):
    return "".join(ElementTree.fromstring(mathml).itertext())


def test_an_equation_becomes_mathml_of_one_word_per_name():
    shown = to_mathml(r"\[m_i \xrightarrow{\text{half-life}} \mathtt{MOST\_LOAD}\cdot u_i\]", block=True)
    assert "mpadded" not in shown
    assert "monospace" not in shown
    assert words(shown) == "mi⟶half-lifeMOST_LOAD·ui"


def test_each_equation_of_a_block_has_its_line():
    assert to_mathml(r"\[a = 1, \qquad b = 2\]", block=True).count("<math") == 2
    assert to_mathml(r"\(a &lt; b\)", block=False).count("<math") == 1


class Page:
    class file:  # noqa: N801
        src_uri = "odd.md"
        generated_by = None


def test_dollars_and_marks_are_written_for_mkdocs_but_not_in_code():
    text = "Here $`a`$ [S1].\n\n```math\nb\n```\n\n```text\n$`c`$ [S1]\n```\n"
    written = on_page_markdown(text, page=Page)
    assert written.startswith("Here $a$ \\[S1\\].")
    assert "$$\nb\n$$" in written
    assert "$`c`$ [S1]" in written


@pytest.mark.parametrize(("home", "title"), [("index.md", "The model, to"), ("fr/index.md", "Le modèle, pour")])
def test_each_home_plays_the_model(home, title):
    class Home:
        class file:  # noqa: N801
            src_uri = home
            generated_by = None

    written = on_page_markdown((ROOT / "docs" / home).read_text(encoding="utf-8"), page=Home)
    assert f'<iframe class="model" src="entente.html" title="{title}' in written
    assert "<!-- the model" not in written


def test_links_of_the_repository_hold_on_the_site():
    text = "[a](docs/odd.md#x) [b](LICENSE) [c](https://x.org) [d](#here) ![e](docs/figures/e.png)"
    assert rebase_links(text, PurePosixPath("CONTRIBUTING.md"), "contributing.md") == (
        "[a](odd.md#x) b [c](https://x.org) [d](#here) ![e](figures/e.png)"
    )
    assert rebase_links("[a](../odd.md)", PurePosixPath("docs/fr/modele.md"), "fr/modele.md") == "[a](../odd.md)"


def test_every_module_has_its_place_in_the_programming_interface(tmp_path):
    listed = [line for _, text in api_pages(ROOT) for line in text.splitlines() if line.startswith("::: ")]
    modules = {
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        for storey in ("sim", "analysis", "entente")
        for path in (ROOT / storey).rglob("*.py")
        if not path.stem.startswith("__")
    }
    names = {name if name.startswith("entente.") else f"entente.{name}" for name in modules}
    assert names <= {line.removeprefix("::: ") for line in listed}
    assert len(listed) == len(set(listed))
    link_tree(ROOT, tmp_path)
    assert all((tmp_path / f"{name.replace('.', '/')}.py").is_file() for name in names)


def test_a_broken_link_and_a_fetched_resource_are_found(tmp_path):
    (tmp_path / "fr").mkdir()
    (tmp_path / "a.html").write_text(
        '<h1 id="top">A</h1><a href="fr/b.html#là">b</a><a href="c.html">c</a><a href="#nowhere">d</a>'
        '<a href="https://x.org/y">e</a><img src="https://x.org/z.png"><a href=".">f</a>',
        encoding="utf-8",
    )
    (tmp_path / "fr" / "b.html").write_text('<p id="là"></p><a href="../a.html#top">a</a>', encoding="utf-8")
    pages = read_site(tmp_path)
    assert sorted(broken_links(pages)) == [
        "a.html: #nowhere has no such place",
        "a.html: . is no file",
        "a.html: c.html is no file",
        "a.html: https://x.org/z.png would be fetched",
    ]
    assert links_elsewhere(pages) == ["https://x.org/y"]
