# ruff: noqa: E501 - a catalogue reads as a table, each text in both languages side by side
"""The texts of ``entente compare``: key, then (English, French)."""

COMPARISONS: dict[str, tuple[str, str]] = {
    # help
    "help_compare": ("compare combinations of settings under the same luck", "comparer des combinaisons de réglages sous le même hasard"),
    "help_compared": ("what to compare, name=a,b, and what to change, name=value (see below)",
        "ce qu'il faut comparer, nom=a,b, et changer, nom=valeur (voir plus bas)"),
    "metavar_combination": ("combination", "combinaison"),
    "metavar_number": ("number", "nombre"),
    "label_against": ("the combination that the others are compared with (default: the first)",
        "la combinaison à laquelle comparer les autres (par défaut : la première)"),
    "label_measure": ("summaries to compare beside the usual ones (entente list measures)",
        "des résumés à comparer en plus des habituels (entente list measures)"),
    "label_until": ("add replicates until the 95%% interval of every difference in final mobilisation is within ± this",
        "ajouter des réplicats jusqu'à ce que l'intervalle à 95 %% de chaque écart de mobilisation finale tienne dans ± ceci"),
    "label_most": ("replicates that --until may lead to (default: 5000)", "réplicats que --until peut atteindre (par défaut : 5000)"),
    "compare_more": (
        "Every combination of the values given is run under the same luck: same seed, same replicates, same accidents. What\n"
        "sets two of them apart is then due to the settings, and far fewer replicates tell it than with independent seeds.\n\n"
        "  entente compare leadership=shared,broker,directive\n"
        "  entente compare scenario=lethbridge leadership=shared,broker communication=monthly_table,lethbridge\n"
        "  entente compare leadership=shared,broker 'leadership.hours=range(10,31,10)' staff.turnover=0.4\n"
        "  entente compare leadership=shared,broker communication=monthly_table,silent --against broker+silent\n"
        "  entente compare 'lever=[],[pairing],[pairing,handover_protocol]' --measure results,departures\n"
        "  entente compare governance=light,heavy --until ci=0.005 --most 2000\n\n"
        "Values: a,b,c, range(first,end,step), choice(a,b). A combination bears its options joined by +, and name=value for\n"
        "other settings. It leaves differences, curves and runs (Parquet, or format=csv), mobilisation.svg and .png,\n"
        "differences.svg and .png, the settings of each combination and manifest.json in results/compare, or output=.",
        "Chaque combinaison des valeurs données est simulée sous le même hasard : même graine, mêmes réplicats, mêmes accidents.\n"
        "Ce qui en sépare deux vient alors des réglages, et bien moins de réplicats le montrent qu'avec des graines séparées.\n\n"
        "  entente compare leadership=shared,broker,directive\n"
        "  entente compare scenario=lethbridge leadership=shared,broker communication=monthly_table,lethbridge\n"
        "  entente compare leadership=shared,broker 'leadership.hours=range(10,31,10)' staff.turnover=0.4\n"
        "  entente compare leadership=shared,broker communication=monthly_table,silent --against broker+silent\n"
        "  entente compare 'lever=[],[pairing],[pairing,handover_protocol]' --measure results,departures\n"
        "  entente compare governance=light,heavy --until ci=0.005 --most 2000\n\n"
        "Les valeurs : a,b,c, range(début,fin,pas), choice(a,b). Une combinaison porte ses options jointes par +, et nom=valeur\n"
        "pour les autres réglages. Elle laisse differences, curves et runs (Parquet, ou format=csv), mobilisation.svg et .png,\n"
        "differences.svg et .png, les réglages de chaque combinaison et manifest.json dans results/compare, ou output=."),
    # what is said
    "compare_head": ("{count} combinations × {replicates} replicates, seed {seed}", "{count} combinaisons × {replicates} réplicats, graine {seed}"),
    "compare_until": ("Until every interval of final mobilisation is within ± {half}, or {most} replicates",
        "Jusqu'à ce que chaque intervalle de mobilisation finale tienne dans ± {half}, ou {most} réplicats"),
    "compare_against": ("Compared with: {name}", "Comparées à : {name}"),
    "many_combinations": ("entente: {count} combinations: the tables hold them all, the figures the first {most}",
        "entente : {count} combinaisons : les tables les ont toutes, les figures les {most} premières"),
    "combination": ("combination", "combinaison"),
    "mean": ("mean", "moyenne"),
    "difference": ("difference", "écart"),
    "independent": ("unpaired", "non appariés"),
    "independent_note": (
        "unpaired: replicates of each that independent seeds would have needed for the same precision, instead of {replicates}.",
        "non appariés : réplicats de chacune qu'il aurait fallu avec des graines séparées pour la même précision, au lieu de {replicates}."),
    "precise": ("Precise enough after {replicates} replicates: ± {half} at the most ({name}), ± {wished} wished for.",
        "Assez précis après {replicates} réplicats : ± {half} au plus ({name}), ± {wished} souhaité."),
    "imprecise": ("Not as precise as wished after {replicates} replicates: ± {half} ({name}), ± {wished} wished for.",
        "Moins précis que souhaité après {replicates} réplicats : ± {half} ({name}), ± {wished} souhaité."),
}  # fmt: skip
