# ruff: noqa: E501 - a catalogue reads as a table, each text in both languages side by side
"""What is wrong with studies, by pattern, in our words: (English, French)."""

STUDY_MESSAGES: dict[str, tuple[str, str]] = {
    # what is wrong
    "{after} is asked for, and the study there has {before}": (
        "{after} is asked for, and the study there has {before}", "{after} est demandé, et l'étude qui s'y trouve a {before}"),
    "{count} more differences": ("{count} more differences", "{count} autres différences"),
    "{needed} GB would be needed, {free} GB are free": ("{needed} GB would be needed, {free} GB are free", "il faudrait {needed} Go, il en reste {free}"),
    "other settings follow it by {hole}": ("other settings follow it by {hole}", "d'autres réglages le suivent par {hole}"),
    "a grid has as many points as there are combinations": (
        "a grid has as many points as there are combinations", "une grille a autant de points qu'il y a de combinaisons"),
    "there is nothing to place": ("there is nothing to place", "il n'y a rien à placer"),
    "an interval cannot be crossed with the others": ("an interval cannot be crossed with the others", "un intervalle ne peut pas être croisé avec le reste"),
    "the cell is empty": ("the cell is empty", "la cellule est vide"),
    "it holds no points": ("it holds no points", "il ne contient aucun point"),
    "{count} cells where the first line has {wanted}": ("{count} cells where the first line has {wanted}", "{count} cellules là où la première ligne en a {wanted}"),
    "{path} cannot be read ({reason})": ("{path} cannot be read ({reason})", "{path} ne peut pas être lu ({reason})"),
    "interval({low},{high}) is empty": ("interval({low},{high}) is empty", "interval({low},{high}) est vide"),
    "it has no interval": ("it has no interval", "il n'a pas d'intervalle"),
    "no such section": ("no such section", "il n'y a pas de telle section"),
    "an uncertainty has one value": ("an uncertainty has one value", "une incertitude n'a qu'une valeur"),
    "its points are already decided": ("its points are already decided", "ses points sont déjà décidés"),
    "it has no run to read": ("it has no run to read", "elle n'a aucune simulation à lire"),
    "nothing varies in it": ("nothing varies in it", "rien n'y varie"),
    "choices are only comparable under the same luck": (
        "choices are only comparable under the same luck", "des choix ne se comparent que sous le même hasard"),
    "luck=shared": ("luck=shared", "luck=shared"),
    "no run has a figure for it": ("no run has a figure for it", "aucune simulation n'a de valeur pour lui"),
    "it crosses no choices with uncertainties": ("it crosses no choices with uncertainties", "elle ne croise pas de choix avec des incertitudes"),
    "no future was lived under every choice": ("no future was lived under every choice", "aucun avenir n'a été vécu sous tous les choix"),
    "what {name} needs is not installed": ("what {name} needs is not installed", "ce qu'il faut pour {name} n'est pas installé"),
    "there is no Slurm here": ("there is no Slurm here", "il n'y a pas de Slurm ici"),
    "no Dask scheduler answers at {address}": ("no Dask scheduler answers at {address}", "aucun ordonnanceur Dask ne répond à {address}"),
    "it cannot be asked for ({reason})": ("it cannot be asked for ({reason})", "cela ne peut pas être demandé ({reason})"),
    "sbatch refuses ({reason})": ("sbatch refuses ({reason})", "sbatch refuse ({reason})"),
    # what engines say
    "every worker that took it died": ("every worker that took it died", "tous les processus qui l'ont pris sont morts"),
    "the Dask cluster is gone": ("The Dask cluster is gone.", "La grappe Dask a disparu."),
    "the workers cannot do the work ({reason})": (
        "The workers of the Dask cluster cannot do the work ({reason}).", "Les processus de la grappe Dask ne peuvent pas faire ce travail ({reason})."),
    "the Dask cluster has no workers yet": ("The Dask cluster has no workers yet; the work waits for them.", "La grappe Dask n'a pas encore de processus ; le travail les attend."),
    "Slurm does not answer": ("Slurm does not answer.", "Slurm ne répond pas."),
    "Slurm does not answer: the jobs may still be there": (
        "Slurm does not answer: the jobs may still be there.", "Slurm ne répond pas : les tâches sont peut-être encore là."),
    "the jobs are cancelled": ("The jobs are cancelled.", "Les tâches sont annulées."),
    "{count} jobs submitted for {chunks} chunks": ("Slurm: {count} jobs submitted for {chunks} chunks", "Slurm : {count} tâches soumises pour {chunks} morceaux"),
    "{count} jobs of an earlier command are still there": (
        "Slurm: {count} jobs of an earlier command are still there", "Slurm : {count} tâches d'une commande précédente sont encore là"),
    "{count} jobs wait in the queue of Slurm ({reason})": (
        "Slurm: {count} jobs wait in the queue ({reason})", "Slurm : {count} tâches attendent dans la file ({reason})"),
    "{count} jobs ended with {chunks} chunks undone": (
        "Slurm: {count} jobs ended before their time, {chunks} chunks undone", "Slurm : {count} tâches ont fini avant l'heure, {chunks} morceaux non faits"),
    "{count} chunks are left, at which jobs ended again and again; the last said: {said}": (
        "{count} chunks are left: jobs ended again and again while at them. The last one said: {said}",
        "Il reste {count} morceaux : des tâches y ont fini trop tôt, plusieurs fois. La dernière a dit : {said}"),
    # what was expected
    "a folder alone, or axes": ("a folder alone, or axes", "un dossier seul, ou des axes"),
    "a study whose runs did not all fail": ("a study whose runs did not all fail", "une étude dont les simulations n'ont pas toutes raté"),
    "axes, such as staff.turnover=interval(0,0.9)": ("axes, such as staff.turnover=interval(0,0.9)", "des axes, comme staff.turnover=interval(0,0.9)"),
    "another goal": ("another goal", "un autre but"),
    "a study further on, or another goal": ("a study further on, or another goal", "une étude plus avancée, ou un autre but"),
    "levers, and what nobody controls after --uncertain": (
        "levers, and what nobody controls after --uncertain", "des leviers et, après --uncertain, ce que personne ne décide"),
    "a goal such as final>=0.5 or essoufflement=no": ("a goal such as final>=0.5 or essoufflement=no", "un but comme final>=0.5 ou essoufflement=no"),
    "a whole number": ("a whole number", "un nombre entier"),
    "python3 -m pip install 'entente[{name}]'": ("python3 -m pip install 'entente[{name}]'", "python3 -m pip install 'entente[{name}]'"),
    "a machine where sbatch works": ("a machine where sbatch works", "une machine où sbatch fonctionne"),
    "the address of one that runs, such as tcp://host:8786, or its scheduler file": (
        "the address of one that runs, such as tcp://host:8786, or its scheduler file", "l'adresse d'un ordonnanceur en marche, comme tcp://hôte:8786, ou son fichier"),
    "what submitit asks of slurm": ("what submitit asks of slurm", "ce que submitit demande à slurm"),
    "one of {names}, or how to run": ("one of {names}, or how to run", "l'une de {names}, ou comment simuler"),
    "several, or interval(low,high)": ("several, or interval(low,high)", "plusieurs, ou interval(bas,haut)"),
    "the same, or another folder, or overwrite=true": ("the same, or another folder, or overwrite=true", "le même, ou un autre dossier, ou overwrite=true"),
    "another folder": ("another folder", "un autre dossier"),
    "fewer points, replicates, curves or full series": ("fewer points, replicates, curves or full series", "moins de points, de réplicats, de courbes ou de séries entières"),
    "a power of two, such as {below} or {above}": ("a power of two, such as {below} or {above}", "une puissance de deux, comme {below} ou {above}"),
    "names of series": ("names of series (entente list measures)", "des noms de séries (entente list measures)"),
    "names of summaries (entente list measures)": ("names of summaries (entente list measures)", "des noms de résumés (entente list measures)"),
    "one of {names}, or a CSV file of points": ("one of {names}, or a CSV file of points", "l'un de {names}, ou un fichier CSV de points"),
    "settings that stand alone": ("settings that stand alone", "des réglages qui ne dépendent d'aucun autre"),
    "a design such as lhs": ("a design such as lhs", "un plan comme lhs"),
    "an axis, such as leadership.hours=interval(2,20)": ("an axis, such as leadership.hours=interval(2,20)", "un axe, comme leadership.hours=interval(2,20)"),
    "values in a list, or another design, such as design=lhs": ("values in a list, or another design, such as design=lhs", "des valeurs énumérées, ou un autre plan, comme design=lhs"),
    "values in a list": ("values in a list", "des valeurs énumérées"),
    "a value; null where there is none": ("a value; null where there is none", "une valeur ; null s'il n'y en a pas"),
    "a line of names, then one line per point": ("a line of names, then one line per point", "une ligne de noms, puis une ligne par point"),
    "a CSV file in UTF-8": ("a CSV file in UTF-8", "un fichier CSV en UTF-8"),
    "the low end, then the high end, such as interval(0.1,0.9)": (
        "the low end, then the high end, such as interval(0.1,0.9)", "la borne basse, puis la haute, comme interval(0.1,0.9)"),
    "options in a list": ("options in a list", "des options énumérées"),
}  # fmt: skip
