/* Phase 3, relation: contact moves trust, absence wears it, framings converge, controversies open and close.
 *
 * Everybody keeps trust in everybody: row j of a layer holds the trust of each i in j. */

#include "phases.h"

struct pace {
    double wear, erosion, ageing, settling, gain;
    double formal, confidence, similarity;
};

static inline double worn(double trust, double wear, double erosion)
{
    trust -= trust * wear;
    return trust - trust * erosion;
}

/* Trust along the ties of one row in which nobody met. */
static inline void stay_away(struct pace pace, int64_t width, double own_framing, const double *restrict framing,
                      double *restrict personal, double *restrict institutional, const double *restrict acquaintance)
{
    width = whole_lanes(width);
    for (int64_t i = 0; i < width; i++) {
        double apart = fabs(framing[i] - own_framing), age = acquaintance[i];
        double own = worn(personal[i], pace.wear * (1.0 - pace.ageing * age), pace.erosion * apart);
        personal[i] = own;
        institutional[i] += pace.settling * age * (own - institutional[i]);
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
        double acting = contact * acting_trust(pace.formal, own, institutional[i]);
        double heard = apart < pace.confidence ? acting : 0.0;
        pull[i] += heard * distance;
        weight[i] += heard;
        double target = own_behaviour + voice[i] + pace.similarity * (1.0 - apart);
        double moved = contact * pace.gain;
        own += moved * (target - own);
        own = worn(own, pace.wear * (1.0 - pace.ageing * age) * (1.0 - contact), pace.erosion * apart);
        personal[i] = own;
        acquaintance[i] = age + moved * (1.0 - age);
        institutional[i] += pace.settling * age * (own - institutional[i]);
        contacts[i] = 0.0;
    }
}

APART void move_trust(const struct run *run, const struct parameters *p, double *restrict pull,
                       double *restrict weight)
{
    const organisations *o = run->organisation;
    struct partnership *w = run->partnership;
    int64_t n = run->organisations, width = whole_lanes(run->width);
    double *restrict framing = working_row(run, 2), *restrict voice = working_row(run, 3);
    double *restrict behaviour = working_row(run, 4);
    double total = p->trust.kept + p->trust.fairness + p->trust.openness + p->trust.power + p->trust.similarity;
    if (!(total > 0.0))
        total = 1.0;
    struct pace pace = {
        .wear = p->mechanisms.absence ? rate(p->trust.absence) : 0.0,
        .erosion = p->understanding.erosion * w->controversy,
        .ageing = p->trust.ageing,
        .settling = p->mechanisms.institutional ? rate(p->trust.institutional) : 0.0,
        .gain = p->mechanisms.contact ? rate(p->trust.contacts) : 0.0,
        .formal = institutional_share(p),
        .confidence = p->understanding.confidence,
        .similarity = p->trust.similarity / total,
    };
    double power = p->trust.power, kept = p->trust.kept, fairness = p->trust.fairness, openness = p->trust.openness;
    for (int64_t i = 0; i < width; i++) {
        framing[i] = o->framing[i];
        voice[i] = power * o->voice[i] / total;
        behaviour[i] = (kept * o->record[i] + fairness * o->fairness[i] + openness * o->openness[i]) / total;
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
    }
    w->stranger -= w->stranger * pace.wear;
    w->stranger -= w->stranger * pace.erosion * MEAN_DISTANCE * w->disagreement;
}

/* How far partners are from a common framing and a common language. */
static void measure_cohesion(const struct run *run, const struct parameters *p)
{
    const organisations *o = run->organisation;
    struct partnership *w = run->partnership;
    int64_t width = whole_lanes(run->width);
    double *restrict partner = working_row(run, 2), *restrict framing = working_row(run, 3);
    double *restrict language = working_row(run, 4), *restrict apart = working_row(run, 5);
    double members = mark_partners(run, partner);
    members = MAX(1.0, members);
    for (int64_t i = 0; i < width; i++) {
        framing[i] = partner[i] * o->framing[i];
        language[i] = partner[i] * o->language[i];
    }
    double centre = sum(framing, width) / members;
    for (int64_t i = 0; i < width; i++)
        apart[i] = partner[i] * fabs(o->framing[i] - centre);
    w->centre = centre;
    double disagreement = 2.0 * sum(apart, width) / members;
    w->disagreement = MIN(1.0, disagreement);
    double common = p->mechanisms.language ? sum(language, width) / members : 1.0;
    w->cohesion = 0.5 * (1.0 - w->disagreement) + 0.5 * common;
}

/* Framings converge among those who meet and trust each other; the rigid return to their own. */
static void understand(const struct run *run, const struct parameters *p, const double *restrict pull,
                       const double *restrict weight)
{
    organisations *o = run->organisation;
    double own = rate(p->understanding.anchoring);
    double pace = p->mechanisms.convergence ? LN_2 / p->understanding.convergence : 0.0;
    int64_t width = whole_lanes(run->width);
    for (int64_t i = 0; i < width; i++) {
        double framing = o->framing[i];
        double moved = framing + share_after(pace * weight[i] * o->openness[i]) * pull[i] / weight[i];
        framing = weight[i] > 0.0 ? moved : framing;
        o->framing[i] = framing + own * o->rigidity[i] * (o->home[i] - framing);
    }
    measure_cohesion(run, p);
}

static void settle(const struct run *run)
{
    organisations *o = run->organisation;
    struct partnership *w = run->partnership;
    w->controversy = 0.0;
    w->settled += 1.0;
    note(run, CONTROVERSY_SETTLED, 0.0);
    for (int64_t i = 0; i < run->organisations; i++)
        if (is_partner(o->standing[i]))
            o->framing[i] += 0.5 * (w->centre - o->framing[i]);
}

/* Distant framings make controversies where choices are made; mediated they become compromises. */
static void dispute(const struct run *run, const struct parameters *p)
{
    struct partnership *w = run->partnership;
    if (!p->mechanisms.controversies) {
        w->controversy = 0.0;
    } else if (w->controversy <= 0.0) {
        double hazard = 1.0 - exp(-(p->understanding.controversies * w->disagreement) / WEEKS_A_YEAR);
        if (run->stage[w->stage].broad && run->draws[CONTROVERSY_OPENS] < hazard) {
            w->controversy = w->disagreement;
            w->opened += 1.0;
            note(run, CONTROVERSY_OPENED, w->controversy);
        }
    } else {
        double mediation = p->leadership.brokerage * w->animation * (0.5 + 0.5 * w->experience);
        double settled = 1.0 - exp(-mediation / MEDIATED);
        double faded = 1.0 - exp(-(1.0 - mediation) / p->understanding.unmediated);
        double draw = run->draws[CONTROVERSY_ENDS];
        if (draw < settled) {
            settle(run);
        } else if (draw < settled + (1.0 - settled) * faded) {
            w->controversy = 0.0;
            note(run, CONTROVERSY_FADED, 0.0);
        }
    }
}

/* Trust of each i in organisation j: added to what i sees; return what j receives from partners. */
static inline double look_at(double formal, int64_t width, double partner_j, double effort_j, double share_j,
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
APART void regard(const struct run *run, const struct parameters *p)
{
    organisations *o = run->organisation;
    const struct carrier *carrier = run->carrier;
    struct partnership *w = run->partnership;
    int64_t n = run->organisations, width = whole_lanes(run->width);
    double *restrict given = working_row(run, 0), *restrict moved = working_row(run, 1);
    double *restrict lead = working_row(run, 2), *restrict received = working_row(run, 3);
    double *restrict partner = working_row(run, 4), *restrict effort = working_row(run, 5);
    double *restrict share = working_row(run, 6), *restrict trusts = working_row(run, 7);
    double members = mark_partners(run, partner);
    for (int64_t i = 0; i < width; i++) {
        effort[i] = partner[i] * o->mobilisation[i];
        share[i] = carrier->share[i];
    }
    double efforts = sum(effort, width), shares = sum(share, width), coordinator = carrier->share[n];
    double formal = institutional_share(p), stranger = acting_trust(formal, w->stranger, w->stranger_regard);
    for (int64_t i = 0; i < width; i++) {
        given[i] = received[i] = stranger * (members - partner[i]);
        moved[i] = stranger * (efforts - effort[i]);
        lead[i] = share[i] + stranger * (shares - share[i]);
    }
    for (int64_t j = 0; j < n; j++)
        received[j] += look_at(formal, width, partner[j], effort[j], share[j], pair_row(run->personal, j, width),
                               pair_row(run->institutional, j, width), partner, given, moved, lead, trusts);
    double others_of_partner = MAX(1.0, members - 1.0);
    for (int64_t i = 0; i < width; i++) {
        double others = MAX(1.0, members - partner[i]);
        double trusted = received[i] / others_of_partner, trusting = given[i] / others, peers = moved[i] / given[i];
        trusted = MAX(0.0, trusted);
        trusting = MAX(0.0, trusting);
        peers = MAX(0.0, peers);
        peers = MIN(1.0, peers);
        o->trusted[i] = MIN(1.0, trusted);
        o->trusting[i] = MIN(1.0, trusting);
        o->peers[i] = given[i] > ROUNDING ? peers : 0.0;
        double own = acting_trust(formal, o->coordinator_trust[i], o->coordinator_regard[i]);
        double lead_trust = MAX(0.0, lead[i]) + coordinator * own;
        o->lead_trust[i] = MIN(1.0, lead_trust);
    }
}

void relation(const struct run *run, int64_t stretch)
{
    const struct parameters *p = run->parameters + stretch;
    double *pull = working_row(run, 0), *weight = working_row(run, 1);
    move_trust(run, p, pull, weight);
    understand(run, p, pull, weight);
    dispute(run, p);
    regard(run, p);
}
