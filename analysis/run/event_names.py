"""Names of the subjects of log entries, stages and organisations, in English or French."""

from entente.analysis.plotting.words import EVENT_WORDS, STAGE_WORDS, fixed_text, text_in, word_for
from entente.sim.model.measures import LOG_ENTRIES
from entente.sim.model.situation import Settings

COORDINATOR = "coordinator"  # what the log calls who carries the leadership without being of an organisation
_EVENT_OF = {"apart": "no_meeting"}  # kinds of the log that the settings call otherwise


def organisation_name(name: str, settings: Settings, language: str) -> str:
    """Return the name of an organisation, with its number when there are several of a kind."""
    if name in settings.organisations:
        return text_in(settings.organisations[name].name, language, name.replace("_", " "))
    base, _, rank = name.rpartition("_")
    if base in settings.organisations:
        return f"{text_in(settings.organisations[base].name, language, base.replace('_', ' '))} {rank}"
    return name.replace("_", " ")


def entry_subject(kind: str, who: str, settings: Settings, language: str) -> str:
    """Return the name of whom or what an entry concerns, or of its kind when it concerns nobody in particular."""
    about = LOG_ENTRIES[kind].who
    if about == "event":
        event = settings.events.get(who)
        plain = word_for(_EVENT_OF.get(kind, kind), EVENT_WORDS, language)
        return text_in(event.name, language, plain) if event else plain
    if about == "stage":
        return word_for(who, STAGE_WORDS, language)
    if about == "lever":
        lever = settings.levers.get(who)
        return text_in(lever.name, language, who.replace("_", " ")) if lever else who.replace("_", " ")
    if about == "carrier" and who == COORDINATOR:
        return fixed_text("coordinator", language)
    return organisation_name(who, settings, language) if who else LOG_ENTRIES[kind].meaning(language)


def stage_number(kind: str, who: str, settings: Settings) -> int | None:
    """Return the number of the stage that an entry concerns, as the ribbon of stages counts them, or None."""
    stages = worked_stages(settings)
    return stages.index(who) + 1 if LOG_ENTRIES[kind].who == "stage" and who in stages else None


def worked_stages(settings: Settings) -> list[str]:
    """Return the stages that have work, in the order in which the series ``stage`` counts them."""
    return [name for name, stage in settings.stages.items() if stage.work > 0]


def stage_names(settings: Settings, language: str) -> dict[int, str]:
    """Return the name of each stage by its number, and of 0, which is the end."""
    names = {k + 1: word_for(key, STAGE_WORDS, language) for k, key in enumerate(worked_stages(settings))}
    return names | {0: fixed_text("ended", language)}
