"""The units that declarations name, marked for translation."""


def NP_(context: str, text: str) -> str:  # noqa: N802 - gettext's usual name
    """Mark a text that is translated in a context."""
    return text


UNITS = (
    NP_("unit", "weeks"),
    NP_("unit", "week"),
    NP_("unit", "share"),
    NP_("unit", "posts"),
    NP_("unit", "h/week"),
    NP_("unit", "h/week/partner"),
    NP_("unit", "contacts/week"),
    NP_("unit", "departures/post/year"),
    NP_("unit", "per year"),
    NP_("unit", "per week"),
    NP_("unit", "contacts"),
    NP_("unit", "people"),
    NP_("unit", "organisations"),
    NP_("unit", "cases"),
    NP_("unit", "cases/week"),
    NP_("unit", "on/off"),
    NP_("unit", "number"),
    NP_("unit", "stages"),
    NP_("unit", "commitments"),
    NP_("unit", "controversies"),
    NP_("unit", "position"),
    NP_("unit", "code"),
    NP_("unit", "yes/no"),
    NP_("unit", "index"),
    NP_("unit", "word"),
    NP_("unit", "h"),
    NP_("unit", "$"),
    NP_("unit", "$/h"),
    NP_("unit", "$/week"),
    NP_("unit", "answer"),
    NP_("unit", "years"),
    NP_("unit", "months"),
    NP_("unit", "ratio"),
    NP_("unit", "share of runs"),
)
