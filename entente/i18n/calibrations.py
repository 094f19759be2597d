# ruff: noqa: E501 - a catalogue reads as a table, each text in both languages side by side
"""The texts of ``entente calibrate``: key, then (English, French); and what is wrong with data, by pattern."""

CALIBRATIONS: dict[str, tuple[str, str]] = {
    # help
    "help_calibrate": ("find the settings that could have given what was observed", "trouver les réglages qui ont pu donner ce qui a été observé"),
    "help_calibrated": ("the data (a CSV file), what to find, name=interval(low,high), what to change, name=value; or the data and the folder of a bank",
        "les données (un fichier CSV), ce qu'il faut trouver, nom=interval(bas,haut), et changer, nom=valeur ; ou les données et le dossier d'une banque"),
    "label_start": ("first day of week 1, where the data have dates", "premier jour de la semaine 1, si les données ont des dates"),
    "label_draws": ("settings drawn from what is found, run once each (default: 500)", "réglages tirés de ce qui est trouvé, simulés une fois chacun (par défaut : 500)"),
    "calibrate_more": (
        "A bank of runs is made, settings drawn evenly from the ranges, and each run is observed as the data were: same weeks,\n"
        "as many people asked. What is learnt from it says which settings could have given the data, how surely, and whether\n"
        "the model can give such data at all. Settings of runs held out are looked for too: that is the test of the method.\n\n"
        "  entente calibrate observed.csv 'leadership.hours=interval(2,35)' 'staff.turnover=interval(0,0.9)' scenario=lethbridge\n"
        "  entente calibrate observed.csv --start 2024-09-02 'trust.contacts=interval(5,60)' points=16384 output=results/bank\n"
        "  entente calibrate others.csv results/bank        (other data, the bank that is there)\n"
        "  entente run scenario=results/bank/calibrated.yaml\n"
        "  entente sweep design=results/bank/calibrated.csv leadership=shared replicates=20 luck=own\n\n"
        "The data: a column week (from 1) or date; a column for each series (attendance, active_share, partners: see entente list\n"
        "measures), for each answer to a condition (negotiation_a, negotiation_b: shares) or for its index from 0 to 100\n"
        "(negotiation); how many answered in asked, or attendance_asked; a standard error in attendance_error. Shares as 0.85\n"
        "or 85 %; empty cells where nothing was observed; commas or semicolons, any encoding.\n\n"
        "It leaves in the folder of the bank: posterior, predictive and recovery (svg, png) and the tables behind them, calibrated.yaml\n"
        "(a scenario, each parameter at its median), calibrated.csv (points for design=), and manifest.json.",
        "Une banque de simulations est faite, leurs réglages tirés uniformément des étendues, et chacune est observée comme les\n"
        "données l'ont été : mêmes semaines, autant de personnes interrogées. Ce qu'on en apprend dit quels réglages ont pu donner\n"
        "les données, avec quelle certitude, et si le modèle peut seulement donner de telles données. On cherche aussi les réglages\n"
        "de simulations mises de côté : c'est l'épreuve de la méthode.\n\n"
        "  entente calibrate observe.csv 'leadership.hours=interval(2,35)' 'staff.turnover=interval(0,0.9)' scenario=lethbridge\n"
        "  entente calibrate observe.csv --start 2024-09-02 'trust.contacts=interval(5,60)' points=16384 output=results/banque\n"
        "  entente calibrate autres.csv results/banque      (d'autres données, la banque déjà faite)\n"
        "  entente run scenario=results/banque/calibrated.yaml\n"
        "  entente sweep design=results/banque/calibrated.csv leadership=shared replicates=20 luck=own\n\n"
        "Les données : une colonne semaine (à partir de 1) ou date ; une colonne par série (attendance, active_share, partners : voir\n"
        "entente list measures ; leur nom français va aussi), par réponse à une condition (negotiation_a, negotiation_b : des parts) ou\n"
        "pour son indice de 0 à 100 (negotiation) ; combien ont répondu dans répondants ou attendance_n ; une erreur type dans\n"
        "attendance_erreur. Les parts : 0,85 ou 85 % ; cellules vides si rien n'a été observé ; virgules ou points-virgules, tout encodage.\n\n"
        "Restent dans le dossier de la banque : posterior, predictive et recovery (svg, png) et leurs tables, calibrated.yaml (un\n"
        "scénario, chaque paramètre à sa médiane), calibrated.csv (des points pour design=) et manifest.json."),
    # what is said
    "calibrate_head": ("{count} observations of {series}, weeks {first} to {last} ({file}, {encoding})",
        "{count} observations de {series}, semaines {first} à {last} ({file}, {encoding})"),
    "calibrate_again": ("{draws} settings drawn from what the data say, to be run once each:",
        "{draws} réglages tirés de ce que disent les données, à simuler une fois chacun :"),
    "middle_50": ("50%", "50 %"),
    "middle_90": ("90%", "90 %"),
    "narrower": ("narrower", "resserré de"),
    "held_90": ("90% held", "90 % tenus"),
    "calibrate_checked": (
        "narrower: how much narrower the 90% interval is than before the data. 90% held: of {tries} runs held out, those whose true value was in their own 90% interval.",
        "resserré de : ce que l'intervalle à 90 % a perdu en largeur grâce aux données. 90 % tenus : sur {tries} simulations mises de côté, celles dont la vraie valeur était dans leur intervalle à 90 %."),
    "calibrate_fits": (
        "Fit: {share} of the runs held out are at least as far from the runs like them as the data are (under 5%, the data are strange to the model).",
        "Ajustement : {share} des simulations mises de côté sont au moins aussi loin de leurs semblables que les données (sous 5 %, les données sont étrangères au modèle)."),
    "calibrate_inside": (
        "{out} of {count} observations are outside of what 90% of the calibrated runs would have shown (about {expected} expected).",
        "{out} observations sur {count} sont hors de ce que 90 % des simulations calibrées auraient montré (environ {expected} attendues)."),
    "calibrate_together": ("Go together, so that the data do not tell them apart: {pairs}.",
        "Vont ensemble, si bien que les données ne les départagent pas : {pairs}."),
    "calibrate_strange": (
        "The data are hardly what the model gives anywhere in these ranges: widen them, free another parameter, or distrust what was found.",
        "Le modèle ne donne guère de telles données dans ces étendues : les élargir, libérer un autre paramètre ou se méfier de ce qui est trouvé."),
    "calibrate_beyond": ("No run of the bank comes up to {count} of the observations:", "Aucune simulation de la banque n'atteint {count} des observations :"),
    "calibrate_one_beyond": ("  {series}, week {week}: {value}; the bank gives {least} to {most}",
        "  {series}, semaine {week} : {value} ; la banque donne de {least} à {most}"),
    "calibrate_narrow": ("The intervals of {names} hold the truth less often than they say: make a larger bank (points=).",
        "Les intervalles de {names} contiennent le vrai moins souvent qu'ils ne le disent : faire une banque plus grande (points=)."),
    "calibrate_use": ("As a scenario: scenario={scenario}. As points: design={points}.", "Comme scénario : scenario={scenario}. Comme points : design={points}."),
}  # fmt: skip

DATA_MESSAGES: dict[str, tuple[str, str]] = {
    # what is wrong
    "it holds no rows": ("it holds no rows", "il n'a pas de lignes"),
    "more cells than the {count} names of the first line": ("more cells than the {count} names of the first line", "plus de cellules que les {count} noms de la première ligne"),
    "no such column": ("no such column", "il n'y a pas de telle colonne"),
    "nothing was observed": ("nothing was observed", "rien n'a été observé"),
    "there is no column week or date": ("there is no column week or date", "il n'y a pas de colonne semaine ou date"),
    "both week and date": ("both week and date", "à la fois semaine et date"),
    "dates need a start": ("dates need a start", "des dates demandent un début"),
    "it is the error of nothing": ("it is the error of nothing", "c'est l'erreur de rien"),
    "it is no share": ("it is no share", "ce n'est pas une part"),
    "{day} is before the start": ("{day} is before the start", "{day} vient avant le début"),
    "the answers make {total} % in all": ("the answers make {total}% in all", "les réponses font {total} % en tout"),
    "week {week} is already on line {line}": ("week {week} is already on line {line}", "la semaine {week} est déjà à la ligne {line}"),
    "a calibration needs a range": ("a calibration needs a range", "une calibration demande une étendue"),
    "there are no data": ("there are no data", "il n'y a pas de données"),
    "{design} does not place points evenly": ("{design} does not place points evenly", "{design} ne place pas les points uniformément"),
    "{count} runs teach too little": ("{count} runs teach too little", "{count} simulations n'apprennent pas assez"),
    "the points of that study share their luck": ("the points of that study share their luck", "les points de cette étude partagent le même hasard"),
    "{names} were not kept": ("{names} were not kept", "{names} : pas gardé"),
    # what was expected
    "a line of names, then one line per week": ("a line of names, then one line per week", "une ligne de noms, puis une ligne par semaine"),
    "one cell per name; decimal commas need ; between the cells": (
        "one cell per name; decimal commas need ; between the cells", "une cellule par nom ; avec des virgules décimales, des ; entre les cellules"),
    "week or date, a series (entente list measures), a condition, or asked": (
        "week or date, a series (entente list measures), a condition, or asked",
        "semaine ou date, une série (entente list measures), une condition, ou répondants"),
    "a value in some cell": ("a value in some cell", "une valeur dans une cellule"),
    "one column: week, or date": ("one column: week, or date", "une seule colonne : semaine, ou date"),
    "--start YYYY-MM-DD, the first day of week 1": ("--start YYYY-MM-DD, the first day of week 1", "--start AAAA-MM-JJ, le premier jour de la semaine 1"),
    "<name>_error, such as attendance_error": ("<name>_error, such as attendance_error", "<nom>_erreur, comme attendance_erreur"),
    "a column named by a series or a condition": ("a column named by a series or a condition", "une colonne qui porte le nom d'une série ou d'une condition"),
    "a whole number, from 1": ("a whole number, from 1", "un nombre entier, à partir de 1"),
    "a date such as 2024-03-15 or 15/03/2024": ("a date such as 2024-03-15 or 15/03/2024", "une date comme 2024-03-15 ou 15/03/2024"),
    "a date such as 2024-03-15": ("a date such as 2024-03-15", "une date comme 2024-03-15"),
    "from {day} on": ("from {day} on", "à partir du {day}"),
    "a share from 0 to 1, or a percentage such as 85 %": ("a share from 0 to 1, or a percentage such as 85%", "une part de 0 à 1, ou un pourcentage comme 85 %"),
    "an index from 0 (all answer C) to 100 (all answer A)": ("an index from 0 (all answer C) to 100 (all answer A)", "un indice de 0 (que des C) à 100 (que des A)"),
    "a number, 0 or more": ("a number, 0 or more", "un nombre, 0 ou plus"),
    "100 % at the most": ("100% at the most", "100 % au plus"),
    "one value a week": ("one value a week", "une valeur par semaine"),
    "an interval, such as interval(0.1,0.9)": ("an interval, such as interval(0.1,0.9)", "un intervalle, comme interval(0.1,0.9)"),
    "a study made with luck=own": ("a study made with luck=own", "une étude faite avec luck=own"),
    "a study made with full=[...] of these": ("a study made with full=[...] of these", "une étude faite avec full=[...] de celles-ci"),
    "a file, such as observed.csv": ("a file, such as observed.csv", "un fichier, comme observe.csv"),
    "at least {count} runs that differ": ("at least {count} runs that differ", "au moins {count} simulations qui diffèrent"),
}  # fmt: skip
