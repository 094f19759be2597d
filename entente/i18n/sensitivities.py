# ruff: noqa: E501 - a catalogue reads as a table, each text in both languages side by side
"""The texts of ``entente sensitivity``: key, then (English, French); and what the layers below say there."""

SENSITIVITIES: dict[str, tuple[str, str]] = {
    # help
    "help_sensitivity": ("which settings make an outcome vary, and by how much", "quels réglages font varier un résultat, et de combien"),
    "label_method": ("morris (a first sorting), sobol (shares of the variance), or both: sobol on what morris keeps (default)",
        "morris (un premier tri), sobol (parts de la variance) ou both : sobol sur ce que morris garde (par défaut)"),
    "sensitivity_more": (
        "First, Morris's trajectories sort the settings: those without effect, whose effect is no more than luck, or surely under\n"
        "a tenth of the strongest, are left out by name and held at their usual value. Then Sobol' indices share out the variance\n"
        "of each outcome among the others: alone, and with what they do together; with 95% intervals, what luck would give, and\n"
        "whether all this has settled.\n\n"
        "  entente sensitivity 'leadership.hours=interval(2,40)' 'staff.turnover=interval(0.05,0.9)' 'trust.contacts=interval(5,60)'\n"
        "  entente sensitivity scenario=lethbridge leadership=shared,broker 'staff.turnover=interval(0.05,0.9)' replicates=50 points=256\n"
        "  entente sensitivity 'staff.turnover=interval(0.05,0.9)' 'work.pace=interval(0.1,2)' --measure final,dollars --method sobol\n"
        "  entente sensitivity results/lethbridge-sensitivity --measure departures      (read again what is there)\n\n"
        "points=: base points of Sobol' indices, a power of two (default 128), which ask for points × (settings + 2) runs of each\n"
        "replicate; with --method morris, trajectories (default 20). Here, an axis given by --uncertain varies like the\n"
        "others. Stopped, the same command goes on where it was. A folder of entente sweep with design=morris or\n"
        "design=saltelli can be read too, finished or not. It leaves screening.csv, sensitivity.csv, their growth with\n"
        "the points, failures.csv, one figure (svg, png) of each for each outcome, and manifest.json in results/<scenario>-sensitivity, or output=.",
        "D'abord, les trajectoires de Morris trient les réglages : ceux sans effet, dont l'effet ne dépasse pas le hasard ou reste\n"
        "sûrement sous un dixième du plus fort sont nommés, écartés et tenus à leur valeur habituelle. Ensuite, les indices de Sobol\n"
        "partagent la variance de chaque résultat entre les autres : seuls, et avec ce qu'ils font ensemble ; avec des intervalles à\n"
        "95 %, ce que le hasard donnerait, et si le tout est stable.\n\n"
        "  entente sensitivity 'leadership.hours=interval(2,40)' 'staff.turnover=interval(0.05,0.9)' 'trust.contacts=interval(5,60)'\n"
        "  entente sensitivity scenario=lethbridge leadership=shared,broker 'staff.turnover=interval(0.05,0.9)' replicates=50 points=256\n"
        "  entente sensitivity 'staff.turnover=interval(0.05,0.9)' 'work.pace=interval(0.1,2)' --measure final,dollars --method sobol\n"
        "  entente sensitivity results/lethbridge-sensitivity --measure departures      (relire ce qui y est)\n\n"
        "points= : points de base des indices de Sobol, une puissance de deux (128 par défaut), qui demandent points × (réglages + 2)\n"
        "simulations de chaque réplicat ; avec --method morris, des trajectoires (20 par défaut). Ici, un axe donné par --uncertain varie\n"
        "comme les autres. Arrêtée, la même commande reprend où elle était. Un dossier de entente sweep avec\n"
        "design=morris ou design=saltelli se lit aussi, fini ou non. Elle laisse screening.csv, sensitivity.csv, leur évolution\n"
        "avec les points, failures.csv, une figure (svg, png) de chacun pour chaque résultat et manifest.json dans results/<scénario>-sensitivity, ou output=."),
    # what is said
    "sensitivity_first": ("First sorting, by elementary effects ({size})", "Premier tri, par effets élémentaires ({size})"),
    "sensitivity_second": ("Shares of the variance, by Sobol' indices ({size})", "Parts de la variance, par indices de Sobol ({size})"),
    "sensitivity_trajectories": ("{blocks} trajectories of {points} points, {replicates} replicates", "{blocks} trajectoires de {points} points, {replicates} réplicats"),
    "sensitivity_blocks": ("{blocks} blocks of {points} points, {replicates} replicates", "{blocks} blocs de {points} points, {replicates} réplicats"),
    "sensitivity_setting": ("setting", "réglage"),
    "sensitivity_meaning": ("what it is", "ce que c'est"),
    "sensitivity_total": ("total", "total"),
    "sensitivity_alone": ("alone", "seul"),
    "sensitivity_effect": ("effect μ*", "effet μ*"),
    "sensitivity_spread": ("spread σ", "dispersion σ"),
    "sensitivity_why": ("verdict", "verdict"),
    "why_matters": ("matters", "compte"),
    "why_nothing": ("no effect", "sans effet"),
    "why_luck": ("no more than luck", "pas plus que le hasard"),
    "why_small": ("small", "faible"),
    "sensitivity_left": ("Left out of what follows, and held at their usual value: {names}.", "Écartés de la suite, et tenus à leur valeur habituelle : {names}."),
    "sensitivity_all": ("None is left out of what follows.", "Aucun n'est écarté de la suite."),
    "sensitivity_told": ("{meaning} ({values})", "{meaning} ({values})"),
    "axis_span": ("{low} to {high}", "de {low} à {high}"),
    "sensitivity_none": ("No setting matters: there is nothing to share out. More replicates would tell small effects from luck.",
        "Aucun réglage ne compte : il n'y a rien à partager. Plus de réplicats distingueraient les petits effets du hasard."),
    "sensitivity_unfinished": ("entente: the study in {folder} is not finished: read as far as it goes", "entente : l'étude dans {folder} n'est pas finie : lue jusqu'où elle va"),
    "sensitivity_lost": ("{count} replicates are left out everywhere, since they failed or have no figure at some point ({measure}): {names}",
        "{count} réplicats sont écartés partout, ayant échoué ou n'ayant pas de valeur à un point au moins ({measure}) : {names}"),
    "problem_analysed": ("entente: nothing can be said of these runs, for one reason", "entente : rien ne peut être dit de ces simulations, pour une raison"),
    "problems_analysed": ("entente: nothing can be said of these runs, for {count} reasons", "entente : rien ne peut être dit de ces simulations, pour {count} raisons"),
}  # fmt: skip
SENSITIVITY_MESSAGES: dict[str, tuple[str, str]] = {
    "points {points} have none: {stage}, {path}: {inner}; expected {inner_too}": (
        "points {points} have none: {stage}, {path}: {inner}, expected {inner_too}",
        "les points {points} n'en ont pas : {stage}, {path} : {inner}, attendu : {inner_too}"),
    "points {points} have none: {stage}, {inner}": ("points {points} have none: {stage}, {inner}", "les points {points} n'en ont pas : {stage}, {inner}"),
    "points {points} have none": ("points {points} have none", "les points {points} n'en ont pas"),
    "ranges in which every run can be made": ("ranges in which every run can be made", "des étendues où chaque simulation est possible"),
    "a measure that every run has": ("a measure that every run has", "une mesure que chaque simulation a"),
    "its points are not trajectories": ("its points are not trajectories", "ses points ne sont pas des trajectoires"),
    "design=morris": ("design=morris", "design=morris"),
    "its design is {name}": ("its design is {name}", "son plan est {name}"),
    "design=morris or design=saltelli": ("design=morris or design=saltelli", "design=morris ou design=saltelli"),
    "its levers are crossed with uncertainties": ("its levers are crossed with uncertainties", "ses leviers sont croisés avec des incertitudes"),
    "a study without --uncertain": ("a study without --uncertain", "une étude sans --uncertain"),
    "{folder} has too few runs to be read": ("{folder} has too few runs to be read", "{folder} a trop peu de simulations pour être lu"),
    "more of it done: entente sweep, then this folder": ("more of it done: entente sweep, then this folder", "une étude plus avancée : entente sweep, puis ce dossier"),
    "{folder} holds no study": ("{folder} holds no study", "{folder} ne contient pas d'étude"),
    "a folder that entente sweep or entente sensitivity left": (
        "a folder that entente sweep or entente sensitivity left", "un dossier laissé par entente sweep ou entente sensitivity"),
}  # fmt: skip
