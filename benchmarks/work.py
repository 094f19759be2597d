"""The work that the rules ask for, piece by piece, counted from their source: the bound is computed from it.

``tests/benchmarks`` runs weeks in plain Python on numbers that count the operations on them, and finds the same.
An operation is an addition, a multiplication or a comparison of two numbers of 64 bits (``abs``, ``min`` and ``max``
are one each); the bytes moved are those of pairs, read or written, 8 for each number. What is computed once a week is
left out, and so is work on whole numbers: a bound may hold less than what must be done, never more.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Work:
    """One piece of work, and what it takes for each of its units.

    Attributes:
        phase: phase of the week; ``draws`` for random numbers, ``start`` for what comes before the first week.
        name: the rule, or what it is about.
        unit: what it is done for, a word of ``benchmarks.workload``: once for each of them.
        why: where the figures come from.
        operations: of numbers, for each unit, if nothing is computed twice.
        repeated: operations that the source repeats for every pair, though one for all pairs, or one a pair, is enough.
        divisions: of numbers.
        exponentials: of numbers of 64 bits.
        draws: blocks of four random numbers.
        moved: bytes read and written.
    """

    phase: str
    name: str
    unit: str
    why: str
    operations: float = 0
    repeated: int = 0
    divisions: float = 0
    exponentials: float = 0
    draws: float = 0
    moved: float = 0


PAIRS = (
    Work("communication", "meet", "pair gathered", operations=4, moved=16,
         why="wide + near, times who is there twice, added to the contact: read and written"),
    Work("communication", "see_who_came", "pair seen", operations=7, repeated=1, moved=16,
         why="acting trust (3), two weighted sums (4); both trusts read"),
    Work("relation", "update_trust where somebody met", "pair met", operations=39, repeated=1, moved=64,
         why="contact (1), distance (2), acting trust (3), pull and weight of framings (5, and one more where they are "
             "near enough to be heard), target (4), trust gained (4), worn (13), acquaintance (3), institutional trust "
             "(4); four layers read and written"),
    Work("relation", "update_trust elsewhere", "pair apart", operations=17, moved=40,
         why="distance (2), trust worn (11), institutional trust (4); three layers read, two written"),
    Work("relation", "update_regard", "pair-week", operations=11, repeated=1, moved=16,
         why="acting trust (3), three weighted sums (6), trust received (2); both trusts read"),
    Work("observation", "observe_trust", "pair of a partner", operations=10, repeated=1, moved=24,
         why="acting trust (3) in a partner (1) against a threshold (1), tied (1), four sums (4); three layers read"),
    Work("observation", "keep_mutual", "pair-week", moved=0.5,
         why="a bit a pair: read from both ends, written, and read along paths"),
)  # fmt: skip

COUNTED = "per partner, counted in plain Python"
ORGANISATIONS = (
    Work("context", "drift, departures, posts, hours", "organisation-week", COUNTED,
         operations=41, divisions=2, exponentials=0.1),
    Work("communication", "hours, invitations, attendance", "partner-week", COUNTED,
         operations=97, divisions=1.4, exponentials=0.35),
    Work("relation", "framings, sums of trust", "organisation-week", COUNTED,
         operations=59, divisions=5.7, exponentials=0.45),
    Work("work", "commitments, credit", "partner-week", COUNTED,
         operations=73, divisions=4.3, exponentials=0.13),
    Work("cases", "arrivals, waits, teams", "week", "nine cells, about one case a week whatever the size, counted",
         operations=227, divisions=1.8, exponentials=1.4),
    Work("cases", "who would help", "partner-week", COUNTED,
         operations=3),
    Work("motivation", "benefits, costs, belonging, fatigue, exhaustion", "partner-week",
         f"{COUNTED}; repeated are the shares of 1 and the sums from 0 of `add_terms`",
         operations=117, repeated=17, divisions=7.8, exponentials=0.18),
    Work("mobilisation", "effort, exit", "partner-week", COUNTED,
         operations=18, divisions=1, exponentials=1),
    Work("leadership", "carriers, trust in the coordinator", "partner-week", COUNTED,
         operations=33, divisions=1.5, exponentials=0.26),
    Work("observation", "measures, six conditions", "partner-week", COUNTED,
         operations=113, divisions=3.5),
    Work("observation", "means and shares", "week", "eighteen shares of answers and some means",
         divisions=31),
    Work("draws", "departures, posts, acts, agendas", "organisation-week", "one block each", draws=4),
    Work("draws", "channels", "channel", "one block for each organisation and channel that is held", draws=1),
    Work("draws", "coordinator, partnership, cases", "week", "one block, one, and one each of nine cells", draws=11),
    Work("start", "traits and tenure", "organisation", "fourteen traits and the first posts", draws=15),
    Work("start", "who knows whom", "pair", "one block each", draws=1),
)  # fmt: skip
WORK = (*PAIRS, *ORGANISATIONS)
