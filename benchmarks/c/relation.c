/* Phase 3, relation: contact moves trust, absence wears it, framings converge, controversies open and close.
 *
 * Everybody keeps trust in everybody: row j of a layer holds the trust of each i in j. */

#include "phases.h"

#define DEEPENING 0.1 /* what a controversy gains a week without mediation, of what is left to gain */

struct pace { /* how fast trust moves this week, and what counts in it */
    double absence, erosion, ageing, institutional, trust, floor;
    double institutional_weight, confidence, similarity;
};

/* What is left of a trust after absence, then after a controversy: both bring it back to that in a stranger. */
static inline double wear_trust(double trust, double absence, double erosion, double floor)
{
    trust -= (trust - floor) * absence;
    double above = trust - floor;
    return trust - MAX(0.0, above) * erosion;
}

/* Trust along the ties of one row in which nobody met. */
static inline void stay_away(struct pace pace, int64_t width, double own_framing, const double *restrict framing,
                             double *restrict personal, double *restrict institutional,
                             const double *restrict acquaintance)
{
    width = whole_lanes(width);
    for (int64_t i = 0; i < width; i++) {
        double apart = fabs(framing[i] - own_framing), age = acquaintance[i];
        double own = wear_trust(personal[i], pace.absence * (1.0 - pace.ageing * age), pace.erosion * apart, pace.floor);
        personal[i] = own;
        institutional[i] += pace.institutional * age * (own - institutional[i]);
    }
}

/* Trust along the ties of one row in which some met, and how framings are drawn toward that of its organisation. */
static inline void meet_again(struct pace pace, int64_t width, double own_framing, double own_behaviour,
                              const double *restrict framing, const double *restrict voice, double *restrict pull,
                              double *restrict weight, double *restrict personal, double *restrict institutional,
                              double *restrict acquaintance, double *restrict contacts)
{
    width = whole_lanes(width);
    for (int64_t i = 0; i < width; i++) {
        double contact = MIN(1.0, contacts[i]), age = acquaintance[i], own = personal[i];
        double distance = own_framing - framing[i], apart = fabs(distance);
        double acting = contact * acting_trust(pace.institutional_weight, own, institutional[i]);
        double heard = apart < pace.confidence ? acting : 0.0;
        pull[i] += heard * distance;
        weight[i] += heard;
        double target = own_behaviour + voice[i] + pace.similarity * (1.0 - apart);
        double moved = contact * pace.trust;
        own += moved * (target - own);
        own = wear_trust(own, pace.absence * (1.0 - pace.ageing * age) * (1.0 - contact), pace.erosion * apart,
                         pace.floor);
        personal[i] = own;
        acquaintance[i] = age + moved * (1.0 - age);
        institutional[i] += pace.institutional * age * (own - institutional[i]);
        contacts[i] = 0.0;
    }
}

APART void update_trust(const struct run *run, const struct parameters *params, double *restrict pull,
                        double *restrict weight)
{
    const organisations *org = run->organisation;
    struct partnership *partnership = run->partnership;
    int64_t n = run->organisations, width = whole_lanes(run->width);
    double *restrict framing = working_row(run, 2), *restrict voice = working_row(run, 3);
    double *restrict behaviour = working_row(run, 4);
    double total = params->derived.behaviour_weight;
    struct pace pace = {
        .absence = params->rates.absence,
        .erosion = params->understanding.erosion * partnership->controversy,
        .ageing = params->trust.ageing,
        .institutional = params->rates.institutional,
        .trust = params->rates.trust,
        .floor = params->derived.floor,
        .institutional_weight = params->derived.institutional_weight,
        .confidence = params->understanding.confidence,
        .similarity = params->derived.similarity_weight,
    };
    double power = params->trust.power, kept = params->trust.kept;
    double fairness = params->trust.fairness, openness = params->trust.openness;
    for (int64_t i = 0; i < width; i++) {
        framing[i] = org->framing[i];
        voice[i] = power * org->voice[i] / total;
        behaviour[i] = (kept * org->record[i] + fairness * org->fairness[i] + openness * org->openness[i]) / total;
        pull[i] = weight[i] = 0.0;
    }
    for (int64_t j = 0; j < n; j++) {
        double *personal = pair_row(run->personal, j, width), *institutional = pair_row(run->institutional, j, width);
        double *acquaintance = pair_row(run->acquaintance, j, width);
        if (run->met[j]) {
            meet_again(pace, width, framing[j], behaviour[j], framing, voice, pull, weight, personal, institutional,
                       acquaintance, pair_row(run->contact, j, width));
            run->met[j] = false;
        } else {
            stay_away(pace, width, framing[j], framing, personal, institutional, acquaintance);
        }
        personal[j] = 0.0; /* nobody trusts itself, and the end of a row is nobody */
        for (int64_t i = n; i < width; i++)
            personal[i] = 0.0;
    }
}

/* How far partners are from a common framing and a common language. */
static void measure_cohesion(const struct run *run, const struct parameters *params)
{
    const organisations *org = run->organisation;
    struct partnership *partnership = run->partnership;
    int64_t width = whole_lanes(run->width);
    double *restrict partner = working_row(run, 2), *restrict framing = working_row(run, 3);
    double *restrict language = working_row(run, 4), *restrict apart = working_row(run, 5);
    double members = mark_partners(run, partner);
    members = MAX(1.0, members);
    for (int64_t i = 0; i < width; i++) {
        framing[i] = partner[i] * org->framing[i];
        language[i] = partner[i] * org->language[i];
    }
    double centre = sum(framing, width) / members;
    for (int64_t i = 0; i < width; i++)
        apart[i] = partner[i] * fabs(org->framing[i] - centre);
    partnership->centre = centre;
    double disagreement = 2.0 * sum(apart, width) / members;
    partnership->disagreement = MIN(1.0, disagreement);
    double common = params->mechanisms.language ? sum(language, width) / members : 1.0;
    partnership->cohesion = 0.5 * (1.0 - partnership->disagreement) + 0.5 * common;
}

/* Framings converge among those who meet and trust each other; the rigid return to their own. */
static void update_framings(const struct run *run, const struct parameters *params, const double *restrict pull,
                            const double *restrict weight)
{
    organisations *org = run->organisation;
    double anchoring = params->rates.anchoring, convergence = params->rates.convergence;
    int64_t width = whole_lanes(run->width);
    for (int64_t i = 0; i < width; i++) {
        double framing = org->framing[i];
        double moved = framing + share_covered(convergence * weight[i] * org->openness[i]) * pull[i] / weight[i];
        framing = weight[i] > 0.0 ? moved : framing;
        org->framing[i] = framing + anchoring * org->rigidity[i] * (org->home[i] - framing);
    }
    measure_cohesion(run, params);
}

static void settle_controversy(const struct run *run)
{
    organisations *org = run->organisation;
    struct partnership *partnership = run->partnership;
    partnership->controversy = 0.0;
    partnership->settled += 1.0;
    record_event(run, CONTROVERSY_SETTLED, 0.0);
    for (int64_t i = 0; i < run->organisations; i++)
        if (is_partner(org->standing[i]))
            org->framing[i] += 0.5 * (partnership->centre - org->framing[i]);
}

/* Open a controversy where framings are far apart and choices are made; settle an open one, or let it fade. */
static void update_controversy(const struct run *run, const struct parameters *params)
{
    struct partnership *partnership = run->partnership;
    if (!params->mechanisms.controversies) {
        partnership->controversy = 0.0;
    } else if (partnership->controversy <= 0.0) {
        double hazard = 1.0 - exponential(-(params->understanding.controversies * partnership->disagreement) / WEEKS_A_YEAR);
        if (run->stage[partnership->stage].broad && run->draws[CONTROVERSY_OPENS] < hazard) {
            partnership->controversy = partnership->disagreement;
            partnership->opened += 1.0;
            record_event(run, CONTROVERSY_OPENED, partnership->controversy);
        }
    } else {
        double mediation =
            params->leadership.brokerage * partnership->served * (0.5 + 0.5 * partnership->experience);
        double settled = share_covered(mediation / MEDIATED);
        double faded = share_covered((1.0 - mediation) / params->understanding.unmediated);
        double draw = run->draws[CONTROVERSY_ENDS];
        if (draw < settled) {
            settle_controversy(run);
        } else if (draw < settled + (1.0 - settled) * faded) {
            partnership->controversy = 0.0;
            record_event(run, CONTROVERSY_FADED, 0.0);
        } else if (params->mechanisms.escalation) {
            double open = partnership->controversy;
            partnership->controversy += DEEPENING * (1.0 - mediation) * open * (1.0 - open);
        }
    }
}

/* Trust of each i in organisation j: added to what i sees; return what j receives from partners. */
static inline double add_trust_given(double formal, int64_t width, double partner_j, double effort_j, double share_j,
                                     const double *restrict personal, const double *restrict institutional,
                                     const double *restrict partner, double *restrict given, double *restrict moved,
                                     double *restrict lead, double *restrict trusts)
{
    width = whole_lanes(width);
    for (int64_t i = 0; i < width; i++) {
        double trust = acting_trust(formal, personal[i], institutional[i]);
        lead[i] += share_j * trust;
        given[i] += partner_j * trust;
        moved[i] += effort_j * trust;
        trusts[i] = partner[i] * trust;
    }
    return sum(trusts, width);
}

/* For each organisation: trust given and received, mobilisation of those it trusts, trust in the lead. */
APART void update_regard(const struct run *run, const struct parameters *params)
{
    organisations *org = run->organisation;
    const struct carrier *carrier = run->carrier;
    struct partnership *partnership = run->partnership;
    int64_t n = run->organisations, width = whole_lanes(run->width);
    double *restrict given = working_row(run, 0), *restrict moved = working_row(run, 1);
    double *restrict lead = working_row(run, 2), *restrict received = working_row(run, 3);
    double *restrict partner = working_row(run, 4), *restrict effort = working_row(run, 5);
    double *restrict share = working_row(run, 6), *restrict trusts = working_row(run, 7);
    double members = mark_partners(run, partner);
    for (int64_t i = 0; i < width; i++)
        effort[i] = partner[i] * org->mobilisation[i];
    for (int64_t i = 0; i < n; i++) /* the coordinator is the carrier after the last organisation */
        share[i] = carrier->share[i];
    double efforts = sum(effort, width), shares = sum(share, width), coordinator = carrier->share[n];
    double formal = params->derived.institutional_weight;
    double stranger = acting_trust(formal, partnership->stranger, partnership->stranger_regard);
    for (int64_t i = 0; i < width; i++) {
        given[i] = received[i] = stranger * (members - partner[i]);
        moved[i] = stranger * (efforts - effort[i]);
        lead[i] = share[i] + stranger * (shares - share[i]);
    }
    for (int64_t j = 0; j < n; j++)
        received[j] +=
            add_trust_given(formal, width, partner[j], effort[j], share[j], pair_row(run->personal, j, width),
                            pair_row(run->institutional, j, width), partner, given, moved, lead, trusts);
    double others_of_partner = MAX(1.0, members - 1.0);
    for (int64_t i = 0; i < width; i++) {
        double others = MAX(1.0, members - partner[i]);
        double trusted = received[i] / others_of_partner, trusting = given[i] / others, peers = moved[i] / given[i];
        trusted = MAX(0.0, trusted);
        trusting = MAX(0.0, trusting);
        peers = MAX(0.0, peers);
        peers = MIN(1.0, peers);
        org->trusted[i] = MIN(1.0, trusted);
        org->trusting[i] = MIN(1.0, trusting);
        org->peers[i] = given[i] > ROUNDING ? peers : 0.0;
        double own = acting_trust(formal, org->coordinator_trust[i], org->coordinator_regard[i]);
        double lead_trust = MAX(0.0, lead[i]) + coordinator * own;
        org->lead_trust[i] = MIN(1.0, lead_trust);
    }
}

void relation(const struct run *run, int64_t stretch)
{
    const struct parameters *params = run->parameters + stretch;
    double *pull = working_row(run, 0), *weight = working_row(run, 1);
    update_trust(run, params, pull, weight);
    update_framings(run, params, pull, weight);
    update_controversy(run, params);
    update_regard(run, params);
}
