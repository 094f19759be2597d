"""The records that the inputs and the state of a run are made of, and the codes that stand in them."""

import numpy as np

from entente.sim.model.levers import TRAITS
from entente.sim.model.measures import CONDITIONS, LOG_ENTRIES
from entente.sim.model.settings import Audience
from entente.sim.model.situation import EventKind

UNKNOWN, APPROACHED, MEMBER, ACTIVE, FORMER = range(5)  # standings of an organisation
GOALS_MET, DESERTED, DORMANT = 1, 2, 3  # ranks in ``END_REASONS``
END_REASONS = ("none", "goals_met", "deserted", "dormant")
AUDIENCE_CODE = {audience: code for code, audience in enumerate(Audience)}
EVENT_CODE = {kind: code for code, kind in enumerate(EventKind)}
EVERYWHERE_CODE = -1  # territory of an organisation that serves all territories
WORD = 64  # bits of a word, one for each organisation of a set
LONGEST_WAIT = 12  # weeks: the highest ``casework.patience``
NOT_LISTED, NOT_EXPECTED, MISSED, CAME = -1, 0, 1, 2  # attendance; not listed: no partner, or nothing was held
NO_DELEGATE = 2**31 - 1  # in place of the week in which a delegate took the post, while an organisation has none
TURNOUTS = ("expected", "present", "after_presence", "came_again", "after_absence", "came_back")  # counts of occasions
EXPECTED, PRESENT, AFTER_PRESENCE, CAME_AGAIN, AFTER_ABSENCE, CAME_BACK = range(len(TURNOUTS))
ANSWER_COUNT = 3  # answers to a condition: C, B or A
DRAWN_TRAITS = TRAITS[:9]  # drawn anew in each replicate, around what the scenario states
LOG_KIND = {name: code for code, name in enumerate(LOG_ENTRIES)}


def fields(names: str, kind: str = "f8") -> list[tuple[str, str]]:
    """Return the fields of a record, by name, all of one kind of number."""
    return [(name, kind) for name in names.split()]


ORGANISATION_RECORD = np.dtype(
    fields("territory populations expertise delegates standing since last_seen discontent committee concerned", "i8")
    + [(trait, "f8") for trait in DRAWN_TRAITS]
    + fields("hours turnover turnover_class threshold home first_motivation")
    + fields("motivation mobilisation framing language belonging information fatigue recognition record fairness voice")
    + fields(
        "presence seen talk hassle benefits costs contribution trusted trusting peers lead_trust coordinator_trust"
    )
    + fields("coordinator_regard coordinator_contact staffing skill available spent_paperwork spent_leading")
    + fields("agenda readiness assiduity eagerness exhaustion")
    + fields("spent_meetings spent_work spent_cases spent_levers travelled tiring entry contributed wave ties_kept")
    + [(condition, "f8") for condition in CONDITIONS],
    align=True,
)
POST_RECORD = np.dtype(fields("filled", "i8") + fields("arrived skill"), align=True)
CARRIER_RECORD = np.dtype(fields("share experience") + fields("back", "i8"), align=True)
PARTNERSHIP_RECORD = np.dtype(
    fields("week stage cycle lead members quiet ended reason funding_until surge_until apart_until", "i8")
    + fields("lead_leaves approached shock logged ties_lost", "i8")
    + fields("stranger stranger_regard")
    + fields("progress results momentum service energy leadership experience supply demand animation")
    + fields("available funding surge controversy opened settled cohesion disagreement centre useful")
    + fields("attendance invited attended gathered commitments broken departures hours_coordinator")
    + fields("arrived answered lost waited dollars conjuncture saved pending served"),
    align=True,
)
CHANNEL_RECORD = np.dtype(
    fields("period audience start stop first", "i8")
    + fields("richness hours coordinator per_head obligation travel informal"),
    align=True,
)
STAGE_RECORD = np.dtype(fields("work breadth") + fields("broad expertise", "i8"), align=True)
EVENT_RECORD = np.dtype(fields("kind week lasts first last", "i8") + fields("yearly magnitude"), align=True)
ATTENDANCE_RECORD = np.dtype(fields("code delegate_since", "i4"))  # since: the week when who is there longest arrived
LOG_RECORD = np.dtype(fields("week kind who", "i8") + fields("extent"), align=True)
