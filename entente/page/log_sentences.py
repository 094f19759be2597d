"""What the page says of each kind of log entry: ``{who}`` is whom or what it concerns, ``{extent}`` a percentage."""

from entente.i18n import N_

LOG_SENTENCES = {
    "joined": N_("{who} joins the partnership."),
    "left": N_("{who} leaves the partnership."),
    "lapsed": N_("{who} is no longer seen, and is no longer a partner."),
    "delegate_left": N_("The delegate of {who} leaves."),
    "delegate_arrived": N_("{who} has a new delegate."),
    "lead_left": N_("Leadership: {who} is gone, with {extent} of it."),
    "lead_succeeded": N_("Leadership: {who} has a successor, for {extent} of it."),
    "lead_passed": N_("Leadership passes to {who}."),
    "departures": N_("{who}: {extent} of the staff leave."),
    "reorganisation": N_("{who}: what was agreed between organisations comes loose."),
    "lever_on": N_("{who}: it begins to act."),
    "lever_off": N_("{who}: it is over."),
    "approached": N_("{who} is approached."),
    "controversy_opened": N_("A controversy opens (severity: {extent})."),
    "controversy_settled": N_("The controversy becomes a compromise."),
    "controversy_faded": N_("The controversy fades, unsettled."),
    "stage_done": N_("{who}: the stage is done, with {extent} of the partners."),
    "stage_reopened": N_("{who}: the stage is reopened, {extent} of the partners were missing."),
    "funding": N_("{who}: funding is now at {extent}."),
    "funding_back": N_("Funding is back to {extent}."),
    "crisis": N_("{who}: the needs rise."),
    "crisis_over": N_("The crisis is over."),
    "apart": N_("{who}: nobody may meet for a while."),
    "together_again": N_("One may meet again."),
    "goals_met": N_("Goals met: the partnership ends."),
    "deserted": N_("Too few are left: the partnership ends."),
    "dormant": N_("For half a year hardly anybody has been active: the partnership ends."),
}
