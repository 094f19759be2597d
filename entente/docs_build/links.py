"""Links of a built site: those that lead nowhere, what would be fetched from a network, and links to elsewhere."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LINKS, _RESOURCES = {"a"}, {"img", "script", "link", "iframe", "source"}
_NOT_FETCHED = {"canonical", "prev", "next", "alternate"}  # what a `link` may be without being loaded


class PageLinks(HTMLParser):
    """The places of a page that a link may lead to, and where its own links and resources lead."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.places: set[str] = set()
        self.links: list[str] = []
        self.resources: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what one tag says."""
        said = {name: value or "" for name, value in attrs}
        self.places |= {said[name] for name in ("id", "name") if said.get(name)}
        target = said.get("href") or said.get("src") or ""
        if target and tag in _LINKS:
            self.links.append(target)
        elif target and tag in _RESOURCES and said.get("rel") not in _NOT_FETCHED:
            self.resources.append(target)


def read_site(site: Path) -> dict[Path, PageLinks]:
    """Return every page of a built site, but for the one shown when there is none."""
    return {path.resolve(): PageLinks(path) for path in sorted(site.rglob("*.html")) if path.name != "404.html"}


def broken_links(pages: dict[Path, PageLinks]) -> Iterator[str]:
    """Yield a sentence for each link that leads nowhere and each resource that a network would have to bring."""
    for path, page in pages.items():
        yield from (f"{path.name}: {one} would be fetched" for one in page.resources if urlsplit(one).netloc)
        for target in (*page.links, *page.resources):
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            other = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchor = unquote(parts.fragment)
            if not other.is_file():
                yield f"{path.name}: {target} is no file"
            elif anchor and other in pages and anchor not in pages[other].places:
                yield f"{path.name}: {target} has no such place"


def links_elsewhere(pages: dict[Path, PageLinks]) -> list[str]:
    """Return the links that lead out of the site, which nobody checks."""
    return sorted({one for page in pages.values() for one in page.links if urlsplit(one).scheme.startswith("http")})
