# ruff: noqa: E501 - a catalogue reads as a table, each text in both languages side by side
"""The texts of ``entente discover`` and ``entente robust``: key, then (English, French)."""

DECISIONS: dict[str, tuple[str, str]] = {
    # help
    "help_discover": ("tell which settings lead to essoufflement, or to a goal missed", "dire quels réglages mènent à l'essoufflement, ou à un but manqué"),
    "help_robust": ("weigh choices across futures that nobody controls", "peser des choix dans des avenirs que personne ne décide"),
    "help_analysed": ("what varies, name=a,b or name=interval(low,high), and what to change, name=value; or the folder of a study, which is then only read",
        "ce qui varie, nom=a,b ou nom=interval(bas,haut), et ce qu'il faut changer, nom=valeur ; ou le dossier d'une étude, qui est alors seulement lue"),
    "label_goal": ("what is wanted, such as 'final>=0.5' (may be repeated; default: essoufflement=no)",
        "ce qui est visé, comme 'final>=0.5' (peut être répété ; par défaut : essoufflement=no)"),
    "label_axes": ("settings that the sentence may hold (default: 3)", "réglages que la phrase peut retenir (par défaut : 3)"),
    "label_density": ("tell the box that covers most with at least this share, such as 0.8", "dire la boîte qui couvre le plus avec au moins cette part, comme 0.8"),
    "discover_more": (
        "Points of a study are searched for the settings under which essoufflement comes, or a goal is missed, most often\n"
        "(PRIM), and told as a sentence with its density (how often, there) and its coverage (how much of all the cases). A\n"
        "third of the points is kept aside to check it. A tree of questions tells the same in another way.\n\n"
        "  entente discover 'staff.turnover=interval(0.05,0.9)' 'leadership.hours=interval(2,40)' leadership=shared,broker points=500 replicates=20\n"
        "  entente discover results/lethbridge-sweep --goal 'final>=0.5'\n"
        "  entente discover results/lethbridge-sweep --goal 'final>=0.5' --goal 'dollars<=100000' --axes 2 --density 0.8\n\n"
        "A study that is made first can be stopped and goes on as with entente sweep. It leaves, in the folder discover of the\n"
        "study, limits, trajectory, cases and rules (csv), box.svg and .png, tree.svg and .png, and manifest.json.",
        "On cherche dans les points d'une étude les réglages sous lesquels l'essoufflement survient, ou un but est manqué, le plus\n"
        "souvent (PRIM), et on le dit en une phrase, avec sa densité (à quelle fréquence, à cet endroit) et sa couverture (quelle\n"
        "part de tous les cas). Un tiers des points est gardé de côté pour vérifier. Un arbre de questions le dit autrement.\n\n"
        "  entente discover 'staff.turnover=interval(0.05,0.9)' 'leadership.hours=interval(2,40)' leadership=shared,broker points=500 replicates=20\n"
        "  entente discover results/lethbridge-sweep --goal 'final>=0.5'\n"
        "  entente discover results/lethbridge-sweep --goal 'final>=0.5' --goal 'dollars<=100000' --axes 2 --density 0.8\n\n"
        "L'étude faite d'abord peut être arrêtée et se poursuit comme avec entente sweep. Elle laisse, dans le dossier discover de\n"
        "l'étude, limits, trajectory, cases et rules (csv), box.svg et .png, tree.svg et .png, et manifest.json."),
    "robust_more": (
        "Every choice (the axes) lives the same futures (the axes after --uncertain), under the same luck. It tells in which share\n"
        "of the futures each meets the goals, how far it falls short of the best choice of each future (regret: mean, and what one\n"
        "future in ten exceeds), and which choices another surpasses in the first outcome, hours and dollars together.\n\n"
        "  entente robust leadership=shared,broker governance=light,heavy --uncertain 'staff.turnover=interval(0.05,0.9)' points=200\n"
        "  entente robust leadership=shared,broker --uncertain 'staff.turnover=interval(0.05,0.9)' --goal 'final>=0.5' --measure final,trust_final\n"
        "  entente robust study=choices.yaml               (levers, uncertainties and outcomes written in a file)\n"
        "  entente robust results/lethbridge-sweep --goal 'active_share>=0.6'\n\n"
        "It leaves, in the folder robust of the study, choices, outcomes and futures (csv), choices.svg and .png, pareto.svg and\n"
        ".png, and manifest.json.",
        "Chaque choix (les axes) vit les mêmes avenirs (les axes après --uncertain), sous le même hasard. On dit dans quelle part des\n"
        "avenirs chacun atteint les buts, ce qui lui manque par rapport au meilleur choix de chaque avenir (regret : moyenne, et ce\n"
        "que dépasse un avenir sur dix), et quels choix un autre surpasse pour le premier résultat, les heures et les dollars ensemble.\n\n"
        "  entente robust leadership=shared,broker governance=light,heavy --uncertain 'staff.turnover=interval(0.05,0.9)' points=200\n"
        "  entente robust leadership=shared,broker --uncertain 'staff.turnover=interval(0.05,0.9)' --goal 'final>=0.5' --measure final,trust_final\n"
        "  entente robust study=choix.yaml                 (leviers, incertitudes et résultats écrits dans un fichier)\n"
        "  entente robust results/lethbridge-sweep --goal 'active_share>=0.6'\n\n"
        "Elle laisse, dans le dossier robust de l'étude, choices, outcomes et futures (csv), choices.svg et .png, pareto.svg et\n"
        ".png, et manifest.json."),
    # what is said
    "study_unfinished": ("The study is not finished: {done} of {runs} runs are read.", "L'étude n'est pas finie : {done} simulations sur {runs} sont lues."),
    "runs_left_out": ("{count} runs are left out: they failed, or have no figure for the goal.", "{count} simulations sont laissées de côté : elles ont raté, ou n'ont pas de valeur pour le but."),
    "limit": ("told", "retenu"),
    "density_without": ("density without it", "densité sans lui"),
    "coverage_without": ("coverage without it", "couverture sans lui"),
    "again": ("found again", "retrouvé"),
    "chance": ("by chance", "par hasard"),
    "tree_head": ("Questions that lead to it:", "Des questions qui y mènent :"),
    "tree_none": ("No tree of questions tells more than chance would.", "Aucun arbre de questions n'en dit plus que le hasard."),
    "how_often": ("how often", "fréquence"),
    "when_checked": ("checked", "vérifié"),
    "of_futures": ("of the futures", "des avenirs"),
    "of_cases": ("of the cases", "des cas"),
    "path": ("settings", "réglages"),
    "goal_is": ("Goal — {goals}", "But — {goals}"),
    "choice": ("choice", "choix"),
    "meets_goal": ("meets it", "l'atteint"),
    "hours_mean": ("hours", "heures"),
    "dollars_mean": ("dollars", "dollars"),
    "dominated": ("dominated by", "dominé par"),
    "regret": ("regret", "regret"),
    "regret_90": ("one in ten over", "un sur dix au-delà"),
}  # fmt: skip
