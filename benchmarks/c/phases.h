/* What both phases share: the layout of the model's memory, sums in a fixed order, the exponential, small formulas. */

#ifndef PHASES_H
#define PHASES_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "layout.h" /* written by benchmarks/c/layout.py from the very arrays that the phases are called on */

#define WEEKS_A_YEAR 52.0
#define MIN(a, b) ((b) < (a) ? (b) : (a))
#define MAX(a, b) ((b) > (a) ? (b) : (a))

#define APART __attribute__((noinline)) static /* a loop of its own: its pointers stay in registers */

typedef struct organisation organisations;             /* every field is an array, one number per organisation */
typedef double lanes __attribute__((vector_size(64))); /* eight numbers */
_Static_assert(LANES == 8, "sums are in eight lanes");

/* Working rows hold one number per organisation and then zeros up to whole lanes; each begins on a line of the cache.
 * Fields of organisations end in zeros as well, so that most loops go over whole lanes. */
static inline double *working_row(const struct run *run, int row)
{
    return __builtin_assume_aligned(run->working_rows + row * run->working_row_length, 64);
}

static inline double *pair_row(double *layer, int64_t row, int64_t width)
{
    return __builtin_assume_aligned(layer + row * width, 64);
}

/* A width, of which the compiler then knows that it is a whole number of lanes. */
static inline int64_t whole_lanes(int64_t width)
{
    return width & -LANES;
}

/* Sum of whole lanes: every eighth number first, then these eight in halves (the order of sim/engine/simd.py). */
static inline double sum(const double *restrict values, int64_t width)
{
    lanes sums = {0.0};
    for (int64_t k = 0; k < width; k += LANES) {
        lanes next;
        memcpy(&next, values + k, sizeof next);
        sums += next;
    }
    return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

/* exp(x) for x from -700 to 700, without a branch: the series of sim/engine/elementary.py, term by term. */
static inline double exponential(double x)
{
    static const double series[] = EXPONENTIAL_SERIES;
    double shifted = x * LOG2_E + EXPONENTIAL_MIDDLE;
    double k = shifted - EXPONENTIAL_MIDDLE;
    double r = (x - k * LN2_HIGH) - k * LN2_LOW;
    double tail = 0.0;
    for (unsigned term = 0; term < sizeof series / sizeof *series; term++)
        tail = tail * r + series[term];
    double power = 1.0 + (r + r * r * tail);
    uint64_t bits, exponent;
    memcpy(&bits, &power, sizeof bits);
    memcpy(&exponent, &shifted, sizeof exponent);
    bits += exponent << MANTISSA_BITS;
    memcpy(&power, &bits, sizeof power);
    return power;
}

static inline double share_covered(double mean_lives)
{
    return 1.0 - exponential(-MIN(NOTHING_LEFT, mean_lives));
}

static inline double acting_trust(double institutional_weight, double personal, double institutional)
{
    return (1.0 - institutional_weight) * personal + institutional_weight * institutional;
}

static inline bool is_partner(int64_t standing)
{
    return standing == MEMBER || standing == ACTIVE;
}

/* Write 1 for each partner and 0 for the others; return how many partners there are. */
static inline double mark_partners(const struct run *run, double *restrict partner)
{
    int64_t width = whole_lanes(run->width);
    for (int64_t i = 0; i < width; i++)
        partner[i] = is_partner(run->organisation->standing[i]) ? 1.0 : 0.0;
    return sum(partner, width);
}

/* Write one entry of the event log, while there is room. */
static inline void record_event(const struct run *run, int64_t kind, double extent)
{
    struct partnership *partnership = run->partnership;
    if (partnership->logged < run->log_entries)
        run->log[partnership->logged] =
            (struct log){.week = partnership->week, .kind = kind, .who = -1, .extent = extent};
    partnership->logged++;
}

#endif
