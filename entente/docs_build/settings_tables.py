"""Tables of parameters, switches, phases and stages."""

from collections.abc import Iterable, Sequence

from entente.catalogue.catalogue import bound, shown_default
from entente.catalogue.usage import phases
from entente.config.run_settings import RUN_PARAMETERS, every_parameter
from entente.docs_build.markdown import code, rows_to_table
from entente.i18n import say
from entente.sim.model.declare import Parameter
from entente.sim.model.parameters import MECHANISMS
from entente.sim.model.situation import default_stages
from entente.studies.options import STUDY_OPTIONS


def by_section(found: Iterable[Parameter]) -> dict[str, list[Parameter]]:
    """Return parameters by the section that holds them; those of the whole run come under an empty name."""
    out: dict[str, list[Parameter]] = {}
    for one in found:
        out.setdefault(one.path.rpartition(".")[0], []).append(one)
    return out


def shown_bounds(one: Parameter) -> str:
    """Return the range of a parameter without its unit, or its choices."""
    about = one.about
    if about.low is not None:
        return f"{bound(about.low, 'en')} – {bound(about.high, 'en')}"
    if one.kind is bool:
        return "on, off"
    return ", ".join(str(choice.value) for choice in one.kind) if hasattr(one.kind, "__members__") else ""  # type: ignore[attr-defined]


def default_or_origin(one: Parameter) -> str:
    """Return the default of a parameter, or what is taken when there is none."""
    if one.default is not None:
        return shown_default(one)
    section, _, name = one.path.rpartition(".")
    if section != "organisations.<id>":
        return "none"
    return {
        "framing": "drawn",
        "turnover": "drawn, mean `staff.turnover`",
        "threshold": "drawn, mean `partners.threshold`",
    }.get(name, f"`partners.{name}`")


def parameter_tables(found: Iterable[Parameter], languages: Sequence[str], level: str) -> str:
    """Return one table per section, under a heading each."""
    head = [
        "Parameter",
        *(say("meaning", one).capitalize() for one in languages),
        "Default",
        "Range",
        "Unit",
        "Grade",
        "Source",
    ]
    parts = []
    for section, inside in by_section(found).items():
        rows = [
            [code(one.path), *(one.about.meaning(language) for language in languages), default_or_origin(one),
             shown_bounds(one), one.about.unit, str(one.about.grade), one.about.source]
            for one in inside
        ]  # fmt: skip
        parts.append(f"{level} {code(section) or 'The whole run'}\n\n{rows_to_table(head, rows)}")
    return "\n\n".join(parts)


def model_parameters() -> list[Parameter]:
    """Return the parameters of the model: neither its switches, nor how it is run, nor a channel a second time."""
    elsewhere = ("mechanisms.", "levers.<id>.channels.")
    return [one for one in every_parameter() if one.path not in RUN_PARAMETERS and not one.path.startswith(elsewhere)]


def run_settings_table() -> str:
    """Return how a scenario is run: not of the model, but an override may name it."""
    return declared_table(RUN_PARAMETERS.values())


def study_table() -> str:
    """Return how a study is made."""
    return declared_table(STUDY_OPTIONS.values())


def declared_table(found: Iterable[Parameter]) -> str:
    """Return what decides how something is done, with its meaning in both languages."""
    rows = [[code(one.path), one.about.en, one.about.fr, shown_default(one), shown_bounds(one)] for one in found]
    return rows_to_table(["Name", "Meaning", "Sens", "Default", "Range"], rows)


def mechanisms_table() -> str:
    """Return the switches."""
    rows = [[code(f"mechanisms.{name}"), en, fr] for name, (en, fr) in MECHANISMS.items()]
    return rows_to_table(["Switch", "What it lets happen", "Ce qu'il laisse se produire"], rows)


def phases_table(language: str) -> str:
    """Return the phases of the week."""
    head = ["", "Phase", "Ce qui s'y passe"] if language == "fr" else ["", "Phase and rule", "What happens"]
    rows = [
        [
            str(k),
            f"`{one.name}` ({one.file})" if language == "en" else code(one.name),
            one.fr if language == "fr" else one.en,
        ]
        for k, one in enumerate(phases(), start=1)
    ]
    return rows_to_table(head, rows)


def stages_table() -> str:
    """Return the stages of the process where a scenario says nothing of them."""
    rows = [
        [code(name), f"{stage.work:g}", f"{stage.breadth:g}", "yes" if stage.broad else "no",
         ", ".join(kind.value for kind in stage.expertise)]
        for name, stage in default_stages().items()
    ]  # fmt: skip
    return rows_to_table(["Stage", "Useful hours", "Breadth", "Broad", "Expertise"], rows)
