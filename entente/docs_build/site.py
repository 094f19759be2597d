"""What MkDocs asks of this project while it builds the site (``hooks`` of ``mkdocs.yml``).

Equations become MathML, which browsers show without a script, a font or a network. ``CONTRIBUTING.md``,
``CHANGELOG.md`` and the page of the benchmarks, which stand elsewhere in the repository, become pages of the site.
Every folder of modules gets a page of the programming interface. The home of each language plays the model: what
``entente page`` writes is written into the site.
"""

import logging
import re
import shutil
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

from entente.docs_build.api_pages import api_pages, link_tree, navigation
from entente.docs_build.equations import to_mathml
from entente.docs_build.links import broken_links, links_elsewhere, read_site
from entente.docs_build.notebooks import notebook_page, notebooks
from entente.i18n import N_, say
from entente.page.data import page_data
from entente.page.document import page_document

_LOG = logging.getLogger("mkdocs.hooks")  # `mkdocs build --strict` counts its warnings
_OUTSIDE = {
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "benchmarks/README.md": "benchmarks.md",
}
_MODEL = {"index.md": "en", "fr/index.md": "fr"}  # the homes in which the model is played, beside its own file
_MODEL_PLACE = "<!-- the model, on the site -->"
_MODEL_TITLE = N_("The model, to play with")
_MODEL_LINK = N_("Open it alone, or save it: one file, which needs no network")
_FENCE = re.compile(r"^( *)```(\w*)[^\n]*\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"\$`(.+?)`\$")
_FORMULA = re.compile(r'<(span|div) class="arithmatex">(.*?)</\1>', re.DOTALL)
_SOURCE_MARK = re.compile(r"(?<![`\[])\[(S[0-4])\](?![\[(`])")
_LINK = re.compile(r"(!?)\[([^\]]*)\]\((?!https?:|mailto:|#)([^)\s#]+)(#[^)\s]*)?\)")


@event_priority(100)  # before mkdocstrings reads where the sources are
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Show mkdocstrings the sources under one name, and add the pages of the programming interface to the menu."""
    root = Path(config.config_file_path).parent
    tree = tempfile.mkdtemp(prefix="entente-site-")
    link_tree(root, Path(tree))
    config.plugins["mkdocstrings"].config.handlers["python"]["paths"] = [tree]
    config.extra["link_tree"] = tree
    for section in config.nav or []:
        if "Reference" in section:
            section["Reference"].append({"Programming interface": navigation(root)})
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that do not stand in ``docs/``."""
    root = Path(config.config_file_path).parent
    for source, name in _OUTSIDE.items():
        text = (root / source).read_text(encoding="utf-8")
        files.append(File.generated(config, name, content=rebase_links(text, PurePosixPath(source), name)))
    for name, text in api_pages(root):
        files.append(File.generated(config, name, content=text))
    for home, language in _MODEL.items():
        content = page_document(page_data(None, language, 1))
        files.append(File.generated(config, home.replace("index.md", "entente.html"), content=content))
    docs = root / "docs"
    for path in notebooks(docs):
        name = path.relative_to(docs)
        text, images = notebook_page(path)
        files.append(File.generated(config, name.with_suffix(".md").as_posix(), content=text))
        for image, content in images.items():
            files.append(File.generated(config, (name.parent / image).as_posix(), content=content))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Write equations and links the way MkDocs reads them, and the model where a home plays it."""
    if page.file.src_uri not in _OUTSIDE.values() and page.file.generated_by is None:
        markdown = rebase_links(markdown, PurePosixPath("docs") / page.file.src_uri, page.file.src_uri)
    if language := _MODEL.get(page.file.src_uri):
        markdown = markdown.replace(_MODEL_PLACE, model_frame(language))
    return "".join(_write_dollars(text, fenced) for text, fenced in _parts(markdown))


def model_frame(language: str) -> str:
    """Return the frame in which a home plays the model, and the link to its file."""
    title, link = (escape(say(text, language)) for text in (_MODEL_TITLE, _MODEL_LINK))
    return f'<iframe class="model" src="entente.html" title="{title}"></iframe>\n\n<a href="entente.html">{link}</a>'


def on_page_content(content: str, **_: Any) -> str:
    """Turn every formula of a page into MathML."""
    return _FORMULA.sub(lambda found: to_mathml(found[2], block=found[1] == "div"), content)


def on_page_context(context: Any, page: Any, config: MkDocsConfig, **_: Any) -> None:
    """Write what surrounds a page (its table of contents, its search) in the language of the page."""
    config.theme["language"] = "fr" if page.file.src_uri.startswith("fr/") else "en"


def on_post_build(config: MkDocsConfig) -> None:
    """Warn of every link that leads nowhere, count those that lead elsewhere, and take the linked sources away."""
    pages = read_site(Path(config.site_dir))
    for sentence in broken_links(pages):
        _LOG.warning(sentence)
    _LOG.info("Links to elsewhere, not checked: %s", ", ".join(links_elsewhere(pages)))
    shutil.rmtree(config.extra["link_tree"])  # the links alone: what they lead to stays


def _parts(markdown: str) -> Iterator[tuple[str, bool]]:
    """Yield the fenced and the other parts of a page in their order, and tell which are fenced."""
    end = 0
    for found in _FENCE.finditer(markdown):
        yield markdown[end : found.start()], False
        yield found[0], True
        end = found.end()
    yield markdown[end:], False


def _write_dollars(text: str, fenced: bool) -> str:
    """Write formulas between dollars alone: forges also know fences named ``math`` and dollars with backquotes."""
    if not fenced:
        return _SOURCE_MARK.sub(r"\[\1\]", _INLINE.sub(r"$\1$", text))
    found = _FENCE.fullmatch(text)
    return f"\n$$\n{found[3].strip()}\n$$\n" if found and found[2] == "math" else text


def rebase_links(text: str, source: PurePosixPath, target: str) -> str:
    """Make the links of a page, which hold in the repository, hold on the site; keep the words alone of the others.

    Args:
        text: the page.
        source: its path in the repository.
        target: its path on the site.
    """

    def rebase(found: re.Match[str]) -> str:
        image, words, path, anchor = found[1], found[2], found[3], found[4] or ""
        place = _without_dots(source.parent / path)
        on_site = _OUTSIDE.get(place) or (place.removeprefix("docs/") if place.startswith("docs/") else "")
        if not on_site:
            return words if not image else ""
        up = "../" * target.count("/")
        return f"{image}[{words}]({up}{on_site}{anchor})"

    return "".join(part if fenced else _LINK.sub(rebase, part) for part, fenced in _parts(text))


def _without_dots(path: PurePosixPath) -> str:
    """Return a path without ``..``."""
    kept: list[str] = []
    for part in path.parts:
        if part == "..":
            kept.pop()
        else:
            kept.append(part)
    return "/".join(kept)
