"""What the arrays of ``sim/state.py`` hold, and the tables of it."""

from typing import Any

from entente.docs_build.markdown import code, rows_to_table
from entente.sim import records, state

# What the arrays of `sim/state.py` hold: name | symbol in the equations | unit | meaning. A share is from 0 to 1.
FIXED = """
territory | | code | territory served; -1 for all of them
populations | | set | populations served, one bit each; 0 for all of them
expertise | | set | kinds of work it is good at, one bit each
delegates | | posts | posts given to the partnership
mission_fit | | share | fit of the shared aim with its mission
self_interest | | share | how much it looks for its own return
rigidity | | share | rigidity of its rules and roles
reliability | | share | chance that it keeps a commitment it can keep
openness | | share | openness to the views of others
decision_power | | share | power of its delegates to commit it
status | | share | hierarchical weight
access | | share | travel burden to a common place
budget | | share | means to free its people's time
hours | | h/week | hours a delegate can give
turnover | | per post and year | departures, where the scenario states them; missing otherwise
turnover_class | | ratio | drawn class of turnover against the mean: none, low or high
threshold | $`\\theta_i`$ | motivation | motivation from which it gives half of what it could
assiduity | $`\\text{assiduity}_i`$ | motivation | what draws it to meetings anyway
home | $x^0_i$ | position | its own first framing of the problem
first_motivation | $m^0_i$ | share | motivation on joining
"""
CHANGING = """
standing | | code | 0 not approached, 1 approached, 2 member, 3 active, 4 left
since | | week | week in which it became a partner, or left; 0 for the first partners
last_seen | | week | week in which it last came to something that takes half an hour or more; 0 before any
discontent | $n_i$ | weeks | weeks in a row in which staying was not worth it
contributed | | h | useful hours given to the current stage
committee | | yes/no | sits on the committee, as last called
concerned | | yes/no | a case waits where it serves, when those concerned were last called
motivation | $m_i$ | share | motivation
mobilisation | $e_i$ | share | share of what it could give that it gives: its effort
framing | $x_i$ | position | where it stands on the problem, from 0 to 1
language | $`\\ell_i`$ | share | common vocabulary and tools learnt
belonging | $b_i$ | share | belonging to the partnership
information | $g_i$ | share | freshness of what it knows of the others
fatigue | $f_i$ | share | fatigue
exhaustion | $`\\xi_i`$ | share | lasting overload: as fatigue, over months
agenda | $a_i$ | motivation | what else calls on its people, against what it states
readiness | $`\\zeta_i`$ | motivation | how ready the moment makes it: the conjuncture less its agenda
eagerness | $`\\epsilon_i`$ | share | how fresh the eagerness of its delegates is
recognition | $r_i$ | share | credit received against what was due, as it feels it
record | $k_i$ | share | commitments kept lately
fairness | $q_i$ | share | how little it takes more credit than its due
voice | $v_i$ | share | voice in decisions
presence | $`\\pi_i`$ | share | memory of having been there
seen | $s_i$ | share | trusted partners seen at the last occasion it attended
talk | $`\\tau_i`$ | share | talk without action, as felt
hassle | $`\\eta_i`$ | share | paperwork and travel against its hours, as felt
benefits | $u_i$ | share | benefits that it sees
costs | $d_i$ | share | costs that it sees
contribution | $c_i$ | h/week | useful hours lately
trusted | $`T_{\\bullet i}`$ | share | mean trust of the other partners in it
trusting | $`T_{i\\bullet}`$ | share | its mean trust in the other partners
peers | $p_i$ | share | mobilisation of the others, weighted by its trust in them
lead_trust | $L_i$ | share | its trust in who carries the leadership
coordinator_trust | $`P_{i0}`$ | share | its personal trust in the dedicated coordinator
coordinator_regard | $`I_{i0}`$ | share | its institutional trust in the post of coordinator
coordinator_contact | $`C_{i0}`$ | contacts | contact with the coordinator this week
staffing | $`\\sigma_i`$ | share | posts filled
skill | $`\\rho_i`$ | share | mean effectiveness of those in post
available | $H_i$ | h | hours it has this week
spent_paperwork | | h | hours taken by the structure this week
spent_levers | | h | hours that the levers in use took this week
spent_leading | | h | hours given to animation this week
spent_meetings | | h | hours in meetings, on the road and reading this week
spent_work | | h | hours of common work this week
spent_cases | | h | hours on cases this week
travelled | $R_i$ | h | hours on the road this week, within those of meetings
tiring | $M_i$ | h | hours of meetings that count twice because they were badly run
entry | | share | share of the current round that was done when it joined; 0 for who was there from its beginning
wave | $`\\text{wave}_i`$ | share | chance that a wave of departures of this week takes each of its delegates
ties_kept | | share | share of its ties kept, where few are, once those who left are counted
coverage | | answer | what it would answer of the coverage of perspectives: 2 (A), 1 (B), 0 (C); missing if no partner
early_involvement | | answer | the same of early involvement
negotiation | | answer | the same of the negotiating role
strategic_actors | | answer | the same of strategic and pivotal actors
equal_power | | answer | the same of equalised power
co_construction | | answer | the same of co-construction
"""
STATE: dict[str, tuple[Any, str]] = {
    "An organisation, once drawn": (records.ORGANISATION_RECORD, FIXED),
    "An organisation, week by week": (records.ORGANISATION_RECORD, CHANGING),
    "A post": (records.POST_RECORD, """
filled | | yes/no | someone is in it
arrived | | week | week in which that person came; negative before the start
skill | | share | effectiveness of that person
"""),
    "A carrier of the leadership: each organisation, and the dedicated coordinator": (records.CARRIER_RECORD, """
share | $`\\lambda_j`$ | share | share of the leadership
experience | $y_j$ | share | experience in that part, against the style's
back | | week | 0 in place; otherwise the week from which a successor is there; -1 never
"""),
    "The partnership": (records.PARTNERSHIP_RECORD, """
week | $t$ | week | weeks simulated
stage | | code | current stage, from 0
cycle | | number | rounds of the process completed
lead | | code | lead organisation
members | $N$ | organisations | partners
conjuncture | $`\\zeta`$ | motivation | how urgent the problem is felt, against what organisations state
saved | $S$ | h | hours of coordination not used in the last weeks, that still keep
pending | | h | useful hours given to a broad stage since enough of the partners last met
served | $A^0$ | share | hours of coordination there are for each one asked for, at most 1
quiet | | weeks | weeks in a row with fewer than two active partners, or fewer than a fifth of them active
ended | | yes/no | it has ended
reason | | code | why: 1 goals met, 2 deserted, 3 dormant
funding_until | | week | week at which funding comes back to its ordinary level
surge_until | | week | week at which the surge of cases is over
apart_until | | week | week at which people may meet again
lead_leaves | | yes/no | an event takes the lead away this week
approached | | organisations | organisations approached at the end of last week
shock | | week | week of the first shock; 0 before any
logged | | entries | entries of the event log so far
ties_lost | | yes/no | people left whose ties, where few are kept, are still to be taken away
stranger | $`P_{\\star}`$ | share | personal trust in whom one keeps none; 0 where everybody keeps ties with everybody
stranger_regard | $`I_{\\star}`$ | share | the same of institutional trust
progress | $Q$ | h | useful hours done in the current stage
results | | stages | stages done and fraction of the current one
momentum | $G$ | share | recent results against the pace seen as full progress
service | $S$ | share | cases answered among those settled, lately
energy | $E$ | share | energy of the leadership
leadership | $`\\Lambda`$ | share | share of the leadership carried by someone in place
experience | $X$ | share | mean experience of those who carry it
supply | $O$ | h | coordination hours available this week
demand | $D$ | h | coordination hours needed this week
animation | $a$ | share | quality of animation, as partners feel it
available | | h | hours that the partners had when the week began
funding | $`\\varphi`$ | share | funding of the common action
surge | $z$ | share | size of the crisis under way
controversy | $K$ | share | severity of the open controversy; 0 when there is none
opened | | controversies | opened since the start
settled | | controversies | settled by mediation since the start
cohesion | $`\\Gamma`$ | share | common framing and common language
disagreement | $`\\Delta`$ | share | spread of framings
centre | $`\\bar x`$ | position | mean framing of the partners
useful | $Y$ | h | useful hours of the week
attendance | | share | attendances over invitations, when there last were some
invited | | organisations | invitations of the week to what costs hours
attended | | organisations | attendances of the week
gathered | | organisations | partners at the occasion of the week to which most of them came
commitments | | commitments | made this week
broken | | commitments | broken this week
arrived | | cases | arrived this week
answered | | cases | answered this week
lost | | cases | lost this week
waited | | weeks | sum of the waits of the cases answered this week
departures | | people | delegates of partners who left this week
hours_coordinator | | h | hours of the dedicated coordinator this week
dollars | | $ | dollars spent this week
"""),
    "An entry of the event log": (records.LOG_RECORD, """
week | | week | when it happened
kind | | code | its rank among the kinds of 7.13, from 0
who | | code | rank of the organisation, carrier, stage, lever or event that it concerns; -1 for none
extent | | | how much, as the kind says
"""),
    "An event, as the scenario states it": (records.EVENT_RECORD, """
kind | | code | its rank in the table of 7.1, from 0
week | | week | week in which it falls; 0 when it falls at random
lasts | | weeks | how long it lasts
first | | code | first of the organisations that it strikes; -1 for all
last | | code | last of them
yearly | | per year | how often, when it falls at random
magnitude | | share | its `size`
"""),
    "Pairs of organisations, and other arrays": (state.State, """
who | $`\\mathcal K_i`$ | code | empty where all keep ties with all; or `who[i, slot]`, those with whom $i$ does
met | | yes/no | a contact this week, by row of what follows
personal | $`P_{ij}`$ | share | personal trust of $i$ in $j$: `personal[j, i]` (few ties: `personal[i, slot]`)
institutional | $`I_{ij}`$ | share | institutional trust of $i$ in $j$; this and the next two are held the same way
acquaintance | $`A_{ij}`$ | share | how long-standing the tie is
contact | $`C_{ij}`$ | contacts | contact of the week
waiting | $`W_{c,w}`$ | cases | cases waiting, by territory and population and by weeks waited
tally | | cases | cases of the whole run by territory and population: arrived, answered, lost, and the sum of the waits
shortfall | $B_k^-$ | share | breadth that stage $k$ lacked when it was done
attendance | | code | channel, organisation: not listed, not expected, missed or came, last time
turnout | | occasions | channel, organisation: expected, present, and so after a presence and after an absence
due | | yes/no | whether each channel is held this week
drawn | $`y^0`$ | as the trait | traits of each organisation as drawn, before any lever
trusting | | yes/no | who, a partner, trusts whom, another: `trusting[slot // 64, row]` has a bit for each slot of a row
mutual | | yes/no | the same where the other one trusts too
sets | | yes/no | scratch space: sets of organisations, one bit each
answers | | share | shares of the partners who would answer C, B and A, condition by condition
log | | | the entries above, the first `logged` of them
organisation | | | the records above, one per organisation
post | | | the records above, one per organisation and post
carrier | | | the records above
partnership | | | the record above
scratch | | | scratch space: numbers by organisation, named in `sim/rules/rows.py`
lists | | | scratch space: lists of organisations
by_territory | | | scratch space: numbers by territory
"""),
}  # fmt: skip


def state_tables() -> str:
    """Return the state variables, entity by entity.

    Raises:
        ValueError: when a field of the state has no meaning here, or a meaning no field.
    """
    parts, said = [], dict[int, set[str]]()
    fields = {id(kind): set(getattr(kind, "names", None) or kind._fields) for kind, _ in STATE.values()}
    for title, (kind, text) in STATE.items():
        rows = [[escape_cell.strip() for escape_cell in line.split("|")] for line in text.strip().splitlines()]
        said.setdefault(id(kind), set()).update(row[0] for row in rows)
        shown = [[code(row[0]), *row[1:]] for row in rows]
        parts.append(f"*{title}*\n\n" + rows_to_table(["Variable", "Symbol", "Unit", "Meaning"], shown))
    wrong = {name for key, names in fields.items() for name in names ^ said[key]}
    if wrong:
        raise ValueError(f"entente/docs_build/states.py and sim/state.py do not agree on {', '.join(sorted(wrong))}")
    return "\n\n".join(parts)
