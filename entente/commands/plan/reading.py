"""What is said of a partner sheet before anything is simulated: read, assumed, impossible, hung on, its cost."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from entente.analysis.feasibility.obstacles import stage_label
from entente.analysis.feasibility.working_hours import USUAL_HORIZON, StageWork
from entente.analysis.plotting.setting_names import level_with_unit, setting_name, setting_title
from entente.analysis.plotting.words import text_in
from entente.catalogue.catalogue import GRADES
from entente.commands.plan.cells import MEETINGS
from entente.commands.plan.columns import EVERY_COLUMN
from entente.commands.plan.kinds import TRAITS_OF_KINDS, KindTable, figure_rows
from entente.commands.plan.results import PlanResults
from entente.commands.plan.scenario import Assumption
from entente.config.places import GROUPS
from entente.i18n import N_, number, percent, say, say_number, translate
from entente.i18n.option_names import GROUP_NAMES, option_label
from entente.sim.model.declare import Grade
from entente.terminal.account_tables import account_by_partner, account_by_year, overruns_text
from entente.terminal.layout import card, table, terminal_width

NEAR_BREADTH = 0.1  # above the breadth that a choice asks for, within which many meetings lack it
SLIPPING = 0.4  # share of the last meetings under which somebody is slipping away
PART_TITLES = {
    "read": N_("What was read"),
    "assumed": N_("What was assumed"),
    "kinds": N_("What is assumed of the kinds of organisation in the list"),
    "stops": N_("What cannot work"),
    "hangs": N_("What it hangs on"),
    "hours": N_("Hours offered against hours asked for"),
    "money": N_("What it costs as it is"),
    "partners": N_("What each partner brings"),
}


def plan_parts(found: PlanResults, language: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of what is said of a plan by name, in the order in which a committee wants them."""

    def with_title(title: str, text: str) -> tuple[str, str]:
        return title, f"{say(PART_TITLES[title], language)}\n{text}"

    yield with_title("read", card("", read_facts(found, language)))
    obstacles = found.obstacles(language)
    for title, stops in (("stops", True), ("hangs", False)):
        lines = [one.advice_to_type for one in obstacles if one.stops is stops]
        lines += slipping_text(found, language) if title == "hangs" else ()
        if lines:
            yield with_title(title, bullets(lines))
    yield with_title("hours", hours_text(found, language))
    yield with_title("money", money_text(found, language))
    labels = {name: text_in(one.name, language, name) for name, one in found.settings.organisations.items()}
    yield with_title("partners", account_by_partner(found.account, labels, language))
    yield with_title("assumed", bullets(assumed_lines(found, language)))
    used = [one.kind.name for one in found.sheet.partners]
    yield with_title("kinds", kinds_text(found.kinds, used, language))


def bullets(lines: Iterable[str]) -> str:
    """Return lines as a list that fits the terminal."""
    width = terminal_width()
    return "\n".join(textwrap.fill(line, width, initial_indent="  - ", subsequent_indent="    ") for line in lines)


def read_facts(found: PlanResults, language: str) -> Iterator[tuple[str, str]]:
    """Yield what was read of the sheet, what was dropped, and what the scenario holds another way."""
    sheet = found.sheet
    place = f"{sheet.path.name}, {sheet.title}" if sheet.title else sheet.path.name
    yield say("File", language), f"{place} ({sheet.encoding})"
    yield say("Partners", language), number(len(sheet.partners), language, 0)
    columns = [f"{name} → {say(EVERY_COLUMN[kind].title, language)}" for kind, name in sheet.columns.items()]
    yield say("Columns", language), say("; ", language).join(columns)
    yield say("Dropped", language), say("people's names and addresses ({columns})", language,
                                        columns=", ".join(sheet.persons)) if sheet.persons else ""  # fmt: skip
    unknown = [unknown_text(name, close, language) for name, close in sheet.unknown.items()]
    yield say("Left out", language), say("; ", language).join([*unknown, *sheet.skipped])
    yield say("Held otherwise", language), "\n".join(translate(one, language) for one in found.draft.notes)


def unknown_text(name: str, close: Sequence[str], language: str) -> str:
    """Return a heading of which nothing is known, with the columns that look like it."""
    if not close:
        return name
    return say("{name} (nearest: {close})", language, name=name, close=", ".join(say(one, language) for one in close))


def slipping_text(found: PlanResults, language: str) -> Iterator[str]:
    """Yield who came to few of the last meetings, and whether enough come for choices that are made together."""
    few = [one for one in found.sheet.partners if one.attendance is not None and one.attendance < SLIPPING]
    if few:
        names = ", ".join(f"{one.name} ({number(10 * (one.attendance or 0), language, 0)}/{MEETINGS})" for one in few)
        yield say("Few of the last meetings: {names}. Ask what keeps them away.", language, names=names)
    known = [one.attendance for one in found.sheet.partners if one.attendance is not None]
    asked = max((one.breadth for one in found.settings.stages.values() if one.broad and one.work > 0), default=0.0)
    if known and sum(known) / len(known) <= asked + NEAR_BREADTH:
        yield say("Choices are made together where {asked} of the partners meet, and {share} of them come on "
                  "average: many meetings cannot choose. Ask less breadth (stages.*.breadth), or bring more of them.",
                  language, asked=percent(asked, language),
                  share=percent(sum(known) / len(known), language))  # fmt: skip


def hours_text(found: PlanResults, language: str) -> str:
    """Return the hours offered against those asked for, stage by stage, at full effort and at half of it."""
    head = [N_("stage"), N_("useful hours asked"), N_("offered a week"), N_("done in week"), N_("at half effort")]
    half, last = found.stages(0.5), max(found.settings.weeks, USUAL_HORIZON)
    rows = [
        (stage_label(one.name, language), number(one.work, language, 0), number(one.offered, language, 1),
         done_week_text(one, last, language), done_week_text(other, last, language))
        for one, other in zip(found.stages(), half, strict=True)
    ]  # fmt: skip
    lines = [table(rows, [say(name, language) for name in head], numbers=(1, 2, 3, 4))]
    lines.append(say("Where nothing goes wrong: every post filled, everybody at each meeting for all, full trust. "
                     "Runs give less.", language))  # fmt: skip
    if found.scale is not None:
        lines.append(say("The work of the stages was multiplied by {scale}, and is scaled to the table, with the hours "
                         "of cases.", language, scale=number(found.scale, language, 2)))  # fmt: skip
    return "\n".join(lines)


def done_week_text(one: StageWork, last: int, language: str) -> str:
    """Return the week in which a stage would be done, of those that are looked at."""
    return f"> {number(last, language, 0)}" if one.week is None else number(one.week, language, 0)


def money_text(found: PlanResults, language: str) -> str:
    """Return the account by year, what partners bring, and the years that take more than their envelope."""
    lines = [account_by_year(found.account, language)]
    if found.account.dollars:
        lines.append(say("Partners bring {dollars} $ a year, and the first year takes {total} $.", language,
                         dollars=number(found.account.dollars, language, 0),
                         total=number(found.account.years[0].total, language, 0)))  # fmt: skip
    if found.spec.envelopes:
        lines.append(overruns_text(found.overruns, language) or say("Every year is within its envelope.", language))
    return "\n".join(lines)


def assumed_lines(found: PlanResults, language: str) -> Iterator[str]:
    """Yield what was taken for granted, beside the figures of the kinds of organisation."""
    settings, choices, colon = found.settings, found.configuration.choices, say(": ", language)
    hours = number(settings.leadership.hours, language, 0)
    named = {group: option_label(group, choices[group], language) if choices.get(group) else "–" for group in GROUPS}
    options = ", ".join(say(GROUP_NAMES[group], language) + colon + label for group, label in named.items())
    yield say("{options}; {hours} h of coordination a week (leadership=, leadership.hours=... change it)", language,
              options=options, hours=hours)  # fmt: skip
    for one in found.draft.assumptions:
        if not one.of:
            yield assumption_in_words(one, language)
    silent = [one.of for one in found.draft.assumptions if one.of]
    if silent:
        usual = number(settings.partners.hours, language, 1)
        yield say_number("hours of {count} partner: the default of the model, {hours} h a week; nothing measured",
                         "hours of {count} partners: the default of the model, {hours} h a week; nothing measured",
                         len(silent), language, hours=usual)  # fmt: skip


def assumption_in_words(one: Assumption, language: str) -> str:
    """Return what was taken for granted by its title, with its unit, and why."""
    path = f"organisations.any.{one.setting}" if one.setting in TRAITS_OF_KINDS else one.setting
    title = setting_name(path, language) or setting_title(path, language)
    if one.setting == "lead":
        title, value = say("Who leads", language), str(one.value)
    elif one.setting in ("territories", "populations"):
        value = percent(one.value, language)
    else:
        value = level_with_unit(path, str(one.value), language)
    return title + say(": ", language) + ", ".join(filter(None, (value, translate(one.source, language))))


def doubtful_lines(found: PlanResults, language: str) -> Iterator[str]:
    """Yield what a report says of what was assumed: figures of kinds without a measure, then what the sheet lacks."""
    used = list(dict.fromkeys(one.kind.name for one in found.sheet.partners))
    grades = [figure.grade for _, _, figure in figure_rows(found.kinds, used)]
    assumed = sum(one is Grade.ASSUMED for one in grades)
    yield say("Figures of the kinds of organisation in the list that are assumed, for want of a measure: {assumed} of "
              "{count}.", language, count=len(grades),
              assumed=assumed)  # fmt: skip
    _options, *others = assumed_lines(found, language)
    if others:
        yield say("; ", language).join(others)


def kinds_text(kinds: KindTable, names: Sequence[str] | None, language: str) -> str:
    """Return the table of what is assumed of some kinds of organisation, or of all."""
    rows = [
        (kind.label.in_language(language), setting_name(f"organisations.any.{trait}", language) or trait,
         number(figure.value, language, 2), say(GRADES[figure.grade], language), figure.source,
         f"kinds.{kind.name}.{trait}=")
        for kind, trait, figure in figure_rows(kinds, names)
    ]  # fmt: skip
    head = [N_("kind of organisation"), N_("trait"), N_("value"), N_("grade"), N_("source"), N_("to change it")]
    return table(rows, [say(name, language) for name in head], numbers=(2,))
