"""Tables of the levers, one per advice, in English and in French."""

import re
from collections.abc import Iterator

from entente.analysis.accounts.lever_costs import yearly_dollars
from entente.catalogue.catalogue import bound, every_lever, find_parameters, moved_text
from entente.docs_build.markdown import code, rows_to_table
from entente.i18n import number, unit
from entente.sim.model.levers import EVERY, LEAD, USUAL, Advice, Lever, weekly_cost
from entente.sim.model.situation import Settings

_HEADS = {
    "en": ["Lever", "Name", "Nom", "Source", "Partner h/week", "Coordination h/week", "$/year", "Once",
           "Acts after", "Adds and moves"],
    "fr": ["Levier", "Ce que c'est", "Source", "h/sem. par partenaire", "h/sem. de coordination", "$/an", "Une fois",
           "Agit après", "Ajoute et déplace"],
}  # fmt: skip
_ONCE = {
    "partners": ("{n} h of each", "{n} h par partenaire"),
    "coordinator": ("{n} h coordination", "{n} h de coordination"),
    "dollars": ("{n} $", "{n}\N{NARROW NO-BREAK SPACE}$"),
}
_DECIMALS = {"partners": 2, "coordinator": 2, "dollars": 0}
_ADDS = ("channel `{name}` every {period} weeks", "canal `{name}` aux {period} semaines")
_ADDS_WEEKLY = ("channel `{name}` every week", "canal `{name}` chaque semaine")
_LEAD_ONLY = (" (the lead only)", " (qui mène seulement)")
_JOINED = ("; ", "\N{NO-BREAK SPACE}; ")
_IN_ALL = ("every channel: ", "tous les canaux : ")


def levers_table(advice: Advice, language: str) -> str:
    """Return the levers of one advice: what they are, their sources, what they take and what they move."""
    rows = [list(_lever_cells(name, lever, language)) for name, lever in every_lever() if lever.advice == advice]
    return rows_to_table(_HEADS[language], rows)


def _lever_cells(name: str, lever: Lever, language: str) -> Iterator[str]:
    """Yield the cells of one lever."""
    yield code(name)
    if language == "fr":
        yield f"**{lever.name.fr}.** {lever.what.fr.strip()}"
    else:
        yield from (lever.name.en, lever.name.fr)
    marks = (re.match(r"\[S\d\]", one) for one in lever.sources)
    yield " ".join(dict.fromkeys(mark[0] for mark in marks if mark))
    takes = {**weekly_cost(lever, USUAL), "dollars": yearly_dollars(lever, Settings().costs.wage)}
    for kind, value in takes.items():
        yield number(value, language, _DECIMALS[kind]) if value else "–"
    once = {kind: getattr(lever.costs, f"setup_{kind}") for kind in _ONCE}
    texts = (_in_language(_ONCE[kind], language).format(n=bound(n, language)) for kind, n in once.items() if n)
    yield ", ".join(texts) or "–"
    yield f"{lever.delay} {unit('weeks', language)}" if lever.delay else "–"
    yield _in_language(_JOINED, language).join([*_channel_texts(lever, language), *_effect_texts(lever, language)])


def _in_language(texts: tuple[str, str], language: str) -> str:
    """Return the text in one language."""
    return texts[language == "fr"]


def _channel_texts(lever: Lever, language: str) -> Iterator[str]:
    """Yield the channels that a lever adds."""
    for name, channel in lever.channels.items():
        text = _in_language(_ADDS_WEEKLY if channel.period == 1 else _ADDS, language)
        yield text.format(name=name, period=channel.period)


def _effect_texts(lever: Lever, language: str) -> Iterator[str]:
    """Yield what a lever moves and how far: by its path in English, by its meaning in French."""
    for path, effect in lever.effects.items():
        trait = path.startswith("partners.") and lever.who == LEAD
        only = _in_language(_LEAD_ONLY, language) if trait else ""
        if language == "en":
            yield f"{code(path)}{only} {moved_text(effect, language)}"
            continue
        meaning, *_ = find_parameters(path.replace(f".{EVERY}.", ".<id>."))[0].about.fr.split(_JOINED[1])
        every = _in_language(_IN_ALL, language) if f".{EVERY}." in path else ""
        shown = moved_text(effect, language)
        yield f"{every}{meaning[0].lower()}{meaning[1:]}{only} {shown}"
