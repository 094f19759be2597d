# ruff: noqa: E501 - a catalogue reads as a table, each text in both languages side by side
"""The texts of ``entente sweep`` and of what is made of studies: key, then (English, French)."""

STUDIES: dict[str, tuple[str, str]] = {
    # help
    "help_sweep": ("run every point of a design, to be resumed whenever it stops", "simuler tous les points d'un plan, à reprendre s'il s'arrête"),
    "help_axes": ("what varies, name=a,b or name=interval(low,high), what to change, name=value; or the folder of a study to go on with",
        "ce qui varie, nom=a,b ou nom=interval(bas,haut), ce qu'il faut changer, nom=valeur ; ou le dossier d'une étude à poursuivre"),
    "label_uncertain": ("an axis that nobody controls, name=interval(low,high) or name=a,b: every choice of the others is crossed with it",
        "un axe que personne ne décide, nom=interval(bas,haut) ou nom=a,b : chaque choix des autres est croisé avec lui"),
    "label_outcome": ("a summary that the study is about (entente list measures)", "un résumé sur lequel porte l'étude (entente list measures)"),
    "sweep_more": (
        "Each point of the design is lived by the same replicates, under the same luck. Chunks are written as they finish:\n"
        "stopped at any moment, even by a power cut, the same command goes on where it was, nothing lost and nothing twice.\n\n"
        "  entente sweep leadership=shared,broker 'leadership.hours=range(5,30,5)'\n"
        "  entente sweep 'staff.turnover=interval(0.05,0.9)' 'leadership.hours=interval(2,40)' points=500 replicates=20\n"
        "  entente sweep leadership=shared,broker 'trust.contacts=interval(5,60)' design=sobol points=1024\n"
        "  entente sweep governance=light,heavy --uncertain 'staff.turnover=interval(0.05,0.9)' points=200\n"
        "  entente sweep design=points.csv replicates=50 curves=[mobilisation,trust] full=[attendance]\n"
        "  entente sweep results/lethbridge-sweep           (go on with a study)\n\n"
        "Values: a,b,c, range(first,end,step), choice(a,b), interval(low,high). Designs: grid (every combination of listed\n"
        "values), lhs, sobol, saltelli, morris, or a CSV file whose first line names settings. The folder holds study.json,\n"
        "design.parquet, and the folders runs/, curves/ and, with full=, weeks/, which can be read while it runs.",
        "Chaque point du plan est vécu par les mêmes réplicats, sous le même hasard. Les morceaux sont écrits dès qu'ils sont finis :\n"
        "arrêtée à tout moment, même par une panne, la même commande reprend où elle était, rien de perdu et rien en double.\n\n"
        "  entente sweep leadership=shared,broker 'leadership.hours=range(5,30,5)'\n"
        "  entente sweep 'staff.turnover=interval(0.05,0.9)' 'leadership.hours=interval(2,40)' points=500 replicates=20\n"
        "  entente sweep leadership=shared,broker 'trust.contacts=interval(5,60)' design=sobol points=1024\n"
        "  entente sweep governance=light,heavy --uncertain 'staff.turnover=interval(0.05,0.9)' points=200\n"
        "  entente sweep design=points.csv replicates=50 curves=[mobilisation,trust] full=[attendance]\n"
        "  entente sweep results/lethbridge-sweep           (poursuivre une étude)\n\n"
        "Les valeurs : a,b,c, range(début,fin,pas), choice(a,b), interval(bas,haut). Les plans : grid (toutes les combinaisons de\n"
        "valeurs énumérées), lhs, sobol, saltelli, morris, ou un fichier CSV dont la première ligne nomme des réglages. Le dossier\n"
        "contient study.json, design.parquet et les dossiers runs/, curves/ et, avec full=, weeks/, lisibles pendant l'étude."),
    # what axes are called
    "group_scenario": ("Scenario", "Scénario"),
    "group_leadership": ("Leadership", "Leadership"),
    "group_communication": ("Communication", "Communication"),
    "group_governance": ("Governance", "Gouvernance"),
    "group_lever": ("Levers", "Leviers"),
    # what is said
    "axis": ("axis", "axe"),
    "level": ("level", "niveau"),
    "effects_of": ("{measure} along each axis:", "{measure} le long de chaque axe :"),
    "sweep_head": ("{points} points × {replicates} replicates = {runs} runs, seed {seed}; about {size} on the disk",
        "{points} points × {replicates} réplicats = {runs} simulations, graine {seed} ; environ {size} sur le disque"),
    "sweep_axes": ("Varying: {names}", "Ce qui varie : {names}"),
    "sweep_crossed": ("{choices} choices × {futures} futures", "{choices} choix × {futures} avenirs"),
    "sweep_folder": ("In {folder}", "Dans {folder}"),
    "sweep_resumed": ("{done} of {runs} runs were done already", "{done} simulations sur {runs} étaient déjà faites"),
    "sweep_done_before": ("All {runs} runs were done already.", "Les {runs} simulations étaient déjà faites."),
    "sweep_progress": ("{done} of {total} runs, {rate} a second, {left} left{failures}",
        "{done} simulations sur {total}, {rate} par seconde, encore {left}{failures}"),
    "sweep_failures": ("; {count} failed", " ; {count} ratées"),
    "sweep_end": ("{runs} runs in {time}: {rate} a second", "{runs} simulations en {time} : {rate} par seconde"),
    "sweep_failed": ("{count} of {runs} runs failed, at {points} points. The first:", "{count} simulations sur {runs} ont raté, à {points} points. Les premières :"),
    "sweep_failure": ("  point {point} ({stage}): {message}", "  point {point} ({stage}) : {message}"),
    "stage_settings": ("settings", "réglages"),
    "stage_run": ("run", "simulation"),
    "stage_engine": ("engine", "exécution"),
    "sweep_stopped": ("Stopped: {done} of {runs} runs are kept in {folder}. The same command goes on with them.",
        "Arrêtée : {done} simulations sur {runs} sont gardées dans {folder}. La même commande les poursuit."),
    "seconds": ("{count} s", "{count} s"),
    "minutes": ("{count} min", "{count} min"),
    "clock": ("{hours} h {minutes} min", "{hours} h {minutes} min"),
}  # fmt: skip
