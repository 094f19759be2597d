"""Equations in MathML, which browsers show without a script, a font or a network."""

import html
import re

from latex2mathml.converter import convert

_LINE_END = re.compile(r"(?<=,)\s*\\qquad\s*")
_LETTER = re.compile(r'<m[ino] mathvariant="monospace">([^<]*)</m[ino]>')
_TYPEWRITER = re.compile(r'(?:<m[ino] mathvariant="monospace">[^<]*</m[ino]>)+')
_ARROW = re.compile(
    r'<mover><mstyle scriptlevel="0"><mo>(?:&#x2192;|→)</mo></mstyle>'
    r'<mpadded[^>]*>(.*?)<mspace depth="[^"]*" /></mpadded></mover>',
    re.DOTALL,
)
_LONG_ARROW = (
    r'<mover><mo stretchy="true">&#x27F6;</mo><mrow><mspace width="0.4em"/>\1<mspace width="0.4em"/></mrow></mover>'
)


def to_mathml(formula: str, *, block: bool) -> str:
    """Return a formula of Arithmatex, LaTeX between its brackets, as MathML; each equation of a block on a line."""
    latex = html.unescape(formula).strip()[2:-2].strip()
    if not block:
        return _for_browsers(convert(latex))
    lines = (_for_browsers(convert(line.strip(), display="block")) for line in _LINE_END.split(latex))
    return f'<div class="equation">{"".join(lines)}</div>'


def _for_browsers(mathml: str) -> str:
    """Write another way what browsers leave out of MathML: words in typewriter face, long arrows under a text."""
    return _ARROW.sub(_LONG_ARROW, _TYPEWRITER.sub(_typewriter, mathml))


def _typewriter(letters: re.Match[str]) -> str:
    """Return the letters of a name as one word in typewriter face."""
    return f'<mtext class="code">{_LETTER.sub(lambda letter: letter[1], letters[0])}</mtext>'
