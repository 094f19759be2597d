/* Phase 9, observation: the record of the week, the network of trust, the answers to the six conditions.
 *
 * Everybody keeps trust in everybody: row j of a layer holds the trust of each i in j. */

#include "phases.h"

#define ALTERNATE 6 /* steps in which a square of 64 by 64 bits is transposed */

static void observe_hours(const struct run *run, const double *restrict partner, struct week *restrict week)
{
    const organisations *org = run->organisation;
    int64_t width = whole_lanes(run->width);
    double *restrict spent = working_row(run, 1), *restrict leading = working_row(run, 2);
    double *restrict levers = working_row(run, 3), *restrict could = working_row(run, 4);
    double *restrict given = working_row(run, 5);
    for (int64_t i = 0; i < width; i++) {
        spent[i] = org->spent_paperwork[i] + org->spent_leading[i] + org->spent_levers[i] + org->spent_meetings[i] +
                   org->spent_work[i] + org->spent_cases[i];
        leading[i] = org->spent_leading[i];
        levers[i] = org->spent_levers[i];
        could[i] = partner[i] * ((double)org->delegates[i] * org->hours[i]);
        given[i] = could[i] * org->mobilisation[i];
    }
    week->hours_partners = sum(spent, width);
    week->hours_leading = sum(leading, width);
    week->hours_levers = sum(levers, width);
    week->hours_available = run->partnership->available;
    double capacity = sum(could, width);
    week->mobilisation = capacity > 0.0 ? sum(given, width) / capacity : 0.0;
}

static double mean_of(const struct run *run, const double *restrict partner, const double *restrict values,
                      double members)
{
    double *restrict weighted = working_row(run, 1);
    int64_t width = whole_lanes(run->width);
    for (int64_t i = 0; i < width; i++)
        weighted[i] = partner[i] * values[i];
    return sum(weighted, width) / members;
}

static void observe_means(const struct run *run, const double *restrict partner, double members,
                          struct week *restrict week)
{
    const organisations *org = run->organisation;
    week->motivation = mean_of(run, partner, org->motivation, members);
    week->belonging = mean_of(run, partner, org->belonging, members);
    week->information = mean_of(run, partner, org->information, members);
    week->fatigue = mean_of(run, partner, org->fatigue, members);
    week->recognition = mean_of(run, partner, org->recognition, members);
    week->voice = mean_of(run, partner, org->voice, members);
    week->legitimacy = mean_of(run, partner, org->lead_trust, members);
}

static void observe_posts(const struct run *run, struct week *restrict week)
{
    const organisations *org = run->organisation;
    int64_t n = run->organisations, active = 0, members = 0, posts = 0, filled = 0;
    double now = (double)run->partnership->week, *restrict tenure = working_row(run, 1);
    for (int64_t i = 0; i < n; i++) {
        bool partner = is_partner(org->standing[i]);
        active += org->standing[i] == ACTIVE;
        members += partner;
        posts += partner ? org->delegates[i] : 0;
        tenure[i] = 0.0;
    }
    for (int k = 0; k < POSTS; k++) {
        const int64_t *is_filled = run->post->filled + k * n;
        const double *arrived = run->post->arrived + k * n;
        for (int64_t i = 0; i < n; i++) {
            bool here = is_partner(org->standing[i]) & (is_filled[i] == 1);
            filled += here;
            tenure[i] += here ? now - arrived[i] : 0.0;
        }
    }
    week->active_share = (double)active / (double)MAX(1, members);
    week->staffing = (double)filled / (double)MAX(1, posts);
    week->tenure = sum(tenure, run->width) / (double)MAX(1, filled);
}

/* Add up one row of trusts, slot by slot; return 64 marks of who trusts whom at a time. */
static inline uint64_t add_word_of_ties(double formal, int64_t count, const double *restrict partner,
                                        const double *restrict own, const double *restrict regard,
                                        const double *restrict age, double *restrict personal,
                                        double *restrict institutional, double *restrict tied, double *restrict ties)
{
    uint64_t trusting = 0;
    count = whole_lanes(count);
    for (int64_t i = 0; i < count; i++) {
        double trust = partner[i] * acting_trust(formal, own[i], regard[i]);
        bool known = age[i] >= TIED_FROM;
        personal[i] += own[i];
        institutional[i] += regard[i];
        tied[i] += known ? trust : 0.0;
        ties[i] += known ? partner[i] : 0.0;
        trusting |= (uint64_t)(trust >= TRUSTING_FROM) << i;
    }
    return trusting;
}

/* Go through all rows of trusts, and write the marks of each. */
APART void add_ties(const struct run *run, double formal, const double *restrict partner, double *restrict personal,
                    double *restrict institutional, double *restrict tied, double *restrict ties)
{
    int64_t n = run->organisations, width = whole_lanes(run->width);
    for (int64_t j = 0; j < n; j++) {
        const double *own = pair_row(run->personal, j, width), *regard = pair_row(run->institutional, j, width);
        const double *age = pair_row(run->acquaintance, j, width);
        for (int64_t word = 0, first = 0; first < width; word++, first += WORD_BITS) {
            uint64_t marks = 0;
            if (partner[j] == 1.0)
                marks = add_word_of_ties(formal, MIN(WORD_BITS, width - first), partner + first, own + first,
                                         regard + first, age + first, personal + first, institutional + first,
                                         tied + first, ties + first);
            run->trusting[word * run->marks_length + j] = marks;
        }
    }
}

static void observe_trust(const struct run *run, const struct parameters *params, const double *restrict partner,
                          double members, struct week *restrict week)
{
    const struct partnership *partnership = run->partnership;
    int64_t width = whole_lanes(run->width);
    double formal = params->derived.institutional_weight;
    double *restrict personal = working_row(run, 1), *restrict institutional = working_row(run, 2);
    double *restrict tied = working_row(run, 3), *restrict ties = working_row(run, 4);
    for (int64_t i = 0; i < width; i++)
        personal[i] = institutional[i] = tied[i] = ties[i] = 0.0;
    add_ties(run, formal, partner, personal, institutional, tied, ties);
    for (int64_t i = 0; i < width; i++) {
        personal[i] *= partner[i];
        institutional[i] *= partner[i];
    }
    double pairs = members * (members - 1.0), linked = sum(ties, width);
    double at_least_one = MAX(1.0, pairs), links = MAX(1.0, linked);
    double strangers = pairs / at_least_one;
    double mean_personal = strangers * partnership->stranger + sum(personal, width) / at_least_one;
    double mean_institutional = strangers * partnership->stranger_regard + sum(institutional, width) / at_least_one;
    week->trust_personal = MAX(0.0, mean_personal);
    week->trust_institutional = MAX(0.0, mean_institutional);
    week->trust = (1.0 - formal) * week->trust_personal + formal * week->trust_institutional;
    week->density = linked / at_least_one;
    week->trust_ties = sum(tied, width) / links;
}

/* One step of a transposition of 64 by 64 bits (Stone 1971): swap two quarters of squares, then shuffle the rows. */
static inline void swap_bits(const uint64_t *restrict rows, uint64_t *restrict out, int distance, uint64_t half)
{
    for (int k = 0; k < WORD_BITS / 2; k++) {
        uint64_t upper = rows[k], lower = rows[k + WORD_BITS / 2];
        uint64_t differ = ((upper >> distance) ^ lower) & half;
        out[2 * k] = upper ^ (differ << distance);
        out[2 * k + 1] = lower ^ differ;
    }
}

static void transpose(uint64_t square[WORD_BITS])
{
    static const uint64_t halves[ALTERNATE] = {0x00000000FFFFFFFF, 0x0000FFFF0000FFFF, 0x00FF00FF00FF00FF,
                                               0x0F0F0F0F0F0F0F0F, 0x3333333333333333, 0x5555555555555555};
    uint64_t other[WORD_BITS] __attribute__((aligned(64)));
    for (int step = 0; step < ALTERNATE; step += 2) {
        swap_bits(square, other, 32 >> step, halves[step]);
        swap_bits(other, square, 16 >> step, halves[step + 1]);
    }
}

/* Keep, of the marks of who trusts whom, those of the two who trust each other. */
static void intersect_with_transpose(const struct run *run)
{
    uint64_t square[WORD_BITS] __attribute__((aligned(64)));
    for (int64_t across = 0; across < run->words; across++) {
        for (int64_t down = 0; down < run->words; down++) {
            int64_t here = across * run->marks_length + WORD_BITS * down;
            memcpy(square, run->trusting + down * run->marks_length + WORD_BITS * across, sizeof square);
            transpose(square);
            for (int k = 0; k < WORD_BITS; k++)
                run->mutual[here + k] = run->trusting[here + k] & square[k];
        }
    }
}

static double count_ties(const struct run *run, const uint64_t *restrict marks, double *restrict ties)
{
    int64_t width = whole_lanes(run->width);
    for (int64_t i = 0; i < width; i++)
        ties[i] = 0.0;
    for (int64_t word = 0; word < run->words; word++)
        for (int64_t i = 0; i < width; i++)
            ties[i] += (double)__builtin_popcountll(marks[word * run->marks_length + i]);
    return sum(ties, width);
}

/* Take the first organisation out of a set; -1 when there is none. */
static int64_t pop_first(uint64_t *words, int64_t count)
{
    for (int64_t k = 0; k < count; k++) {
        if (words[k]) {
            int64_t first = __builtin_ctzll(words[k]);
            words[k] &= words[k] - 1;
            return WORD_BITS * k + first;
        }
    }
    return -1;
}

/* How many ordered pairs of partners a path of mutual trust links, without the hub. */
static double count_linked(const struct run *run, const double *restrict ties, int64_t hub)
{
    int64_t words = run->words, count = 0;
    uint64_t left[words], found[words];
    double pairs = 0.0;
    memset(left, 0, sizeof left);
    memset(found, 0, sizeof found);
    for (int64_t i = 0; i < run->organisations; i++)
        left[i / WORD_BITS] |= (uint64_t)(ties[i] > 0.0) << (i % WORD_BITS);
    left[hub / WORD_BITS] &= ~((uint64_t)1 << (hub % WORD_BITS));
    for (int64_t word = 0; word < words; word++)
        count += __builtin_popcountll(left[word]);
    while (count > 0) {
        int64_t size = 1, next = pop_first(left, words);
        while (next >= 0 && size < count) {
            for (int64_t word = 0; word < words; word++) {
                uint64_t reached = run->mutual[word * run->marks_length + next] & left[word];
                left[word] ^= reached;
                found[word] |= reached;
                size += __builtin_popcountll(reached);
            }
            next = pop_first(found, words);
        }
        pairs += (double)size * ((double)size - 1.0);
        count -= size;
    }
    return pairs;
}

static void observe_network(const struct run *run, double members, struct week *restrict week)
{
    double *restrict ties = working_row(run, 1);
    intersect_with_transpose(run);
    double trusts = count_ties(run, run->trusting, ties), both_ways = count_ties(run, run->mutual, ties), most = 0.0;
    int64_t hub = 0;
    for (int64_t i = 0; i < run->organisations; i++) {
        if (ties[i] > most) {
            hub = i;
            most = ties[i];
        }
    }
    week->reciprocity = trusts > 0.0 ? both_ways / (2.0 * trusts - both_ways) : 0.0;
    week->centralisation = week->fragmentation = 0.0;
    if (members > 2.0) {
        double possible = (members - 1.0) * (members - 2.0);
        week->centralisation = (members * most - both_ways) / possible;
        week->fragmentation = 1.0 - count_linked(run, ties, hub) / possible;
    }
}

static inline double answer(bool asked, double score)
{
    double given = score >= SCORE_A ? 2.0 : score >= SCORE_B ? 1.0 : 0.0;
    return asked ? given : (double)NAN;
}

static void count_answers(const struct run *run, int condition, const double *restrict answers, double members)
{
    int64_t counts[ANSWERS] = {0};
    for (int64_t i = 0; i < run->organisations; i++)
        for (int given = 0; given < ANSWERS; given++)
            counts[given] += answers[i] == (double)given;
    for (int given = 0; given < ANSWERS; given++)
        run->answers[condition * ANSWERS + given] = (double)counts[given] / members;
}

/* Share of the kinds of expertise called on, and of the populations, that active partners bring. */
static double coverage(const struct run *run)
{
    const organisations *org = run->organisation;
    int64_t expertise = 0, populations = 0;
    for (int64_t i = 0; i < run->organisations; i++) {
        int64_t active = -(int64_t)(org->standing[i] == ACTIVE);
        expertise |= active & org->expertise[i];
        populations |= active & (org->populations[i] ? org->populations[i] : run->all_populations);
    }
    int64_t wanted =
        __builtin_popcountll((uint64_t)run->called_expertise) + __builtin_popcountll((uint64_t)run->all_populations);
    int64_t brought = __builtin_popcountll((uint64_t)(expertise & run->called_expertise)) +
                      __builtin_popcountll((uint64_t)populations);
    return wanted > 0 ? (double)brought / (double)wanted : 1.0;
}

/* What every partner would answer of the six conditions, and how many answer what. */
static void diagnose(const struct run *run, const double *restrict partner, double members)
{
    organisations *org = run->organisation;
    const struct partnership *partnership = run->partnership;
    int64_t n = run->organisations, width = whole_lanes(run->width), active = 0;
    double *restrict given = working_row(run, 1), *restrict power = working_row(run, 2), strongest = 0.0;
    for (int64_t i = 0; i < width; i++) {
        given[i] = partner[i] * org->mobilisation[i];
        power[i] = given[i] * org->decision_power[i];
        active += org->standing[i] == ACTIVE;
        double voice = partner[i] * org->voice[i];
        strongest = MAX(strongest, voice);
    }
    double moved = sum(given, width);
    double strategic = moved > 0.0 ? sum(power, width) / moved * (double)active / members : 0.0;
    double covered = coverage(run), centre = partnership->centre, quiet = 1.0 - partnership->controversy;
    for (int64_t i = 0; i < n; i++) {
        double there = org->presence[i] / HEARD, shared = 1.0 - 2.0 * fabs(org->framing[i] - centre);
        double heard = org->voice[i] / strongest;
        bool asked = is_partner(org->standing[i]);
        there = MIN(1.0, there);
        shared = MAX(0.0, shared);
        heard = strongest > 0.0 ? MIN(1.0, heard) : 1.0;
        org->coverage[i] = answer(asked, covered * (0.5 + 0.5 * org->information[i]));
        org->early_involvement[i] = answer(asked, (1.0 - org->entry[i]) * there);
        org->negotiation[i] = answer(asked, org->voice[i]);
        org->strategic_actors[i] = answer(asked, 0.5 * (strategic + org->peers[i]));
        org->equal_power[i] = answer(asked, 0.5 * (heard + org->recognition[i]));
        org->co_construction[i] = answer(asked, (shared + quiet + org->trusting[i]) / 3.0);
    }
    double asked = MAX(1.0, members);
    count_answers(run, COVERAGE, org->coverage, asked);
    count_answers(run, EARLY_INVOLVEMENT, org->early_involvement, asked);
    count_answers(run, NEGOTIATION, org->negotiation, asked);
    count_answers(run, STRATEGIC_ACTORS, org->strategic_actors, asked);
    count_answers(run, EQUAL_POWER, org->equal_power, asked);
    count_answers(run, CO_CONSTRUCTION, org->co_construction, asked);
}

/* Share of the partners who did at least half of their part of the current stage, by their hours. */
static double breadth(const struct run *run)
{
    const organisations *org = run->organisation;
    int64_t width = whole_lanes(run->width), members = 0, active = 0;
    double *restrict done = working_row(run, 1), *restrict could = working_row(run, 2);
    for (int64_t i = 0; i < width; i++) {
        bool partner = is_partner(org->standing[i]);
        done[i] = partner ? org->contributed[i] : 0.0;
        could[i] = partner ? (double)org->delegates[i] * org->hours[i] : 0.0;
        members += partner;
    }
    double part = HALF_PART * sum(done, width), whole = sum(could, width);
    for (int64_t i = 0; i < width; i++)
        active += (done[i] > 0.0) & (done[i] * whole >= could[i] * part);
    return (double)active / (double)MAX(1, members);
}

static void copy_partnership(const struct partnership *partnership, struct week *restrict week)
{
    week->cohesion = partnership->cohesion;
    week->stage = (double)partnership->stage + 1.0;
    week->results = partnership->results;
    week->momentum = partnership->momentum;
    week->energy = partnership->energy;
    week->leadership = partnership->leadership;
    week->animation = partnership->animation;
    week->attendance = partnership->attendance;
    week->hours_coordinator = partnership->hours_coordinator;
    week->dollars = partnership->dollars;
    week->commitments = partnership->commitments;
    week->commitments_broken = partnership->broken;
    week->controversy = partnership->controversy;
    week->controversies_opened = partnership->opened;
    week->controversies_settled = partnership->settled;
    week->departures = partnership->departures;
    week->cases_arrived = partnership->arrived;
    week->cases_answered = partnership->answered;
    week->cases_lost = partnership->lost;
    week->response_time = partnership->waited;
}

void observation(const struct run *run, int64_t stretch)
{
    const struct parameters *params = run->parameters + stretch;
    struct partnership *partnership = run->partnership;
    struct week *week = run->week;
    const struct stage *stage = run->stage + partnership->stage;
    double *partner = working_row(run, 0), progress = partnership->progress / stage->work;
    partnership->results = (double)(partnership->cycle * run->stages + partnership->stage) + MIN(1.0, progress);
    double members = mark_partners(run, partner);
    week->partners = members;
    observe_hours(run, partner, week);
    observe_means(run, partner, MAX(1.0, members), week);
    observe_posts(run, week);
    observe_trust(run, params, partner, members, week);
    observe_network(run, members, week);
    diagnose(run, partner, members);
    week->need = stage->breadth;
    week->breadth = breadth(run);
    copy_partnership(partnership, week);
}
