# ruff: noqa: E501 - a catalogue reads as a table, each text in both languages side by side
"""Every text of the command line: key, then (English, French)."""

from entente.i18n.calibrations import CALIBRATIONS
from entente.i18n.comparisons import COMPARISONS
from entente.i18n.decisions import DECISIONS
from entente.i18n.experiments import EXPERIMENTS
from entente.i18n.sensitivities import SENSITIVITIES
from entente.i18n.studies import STUDIES

TEXTS: dict[str, tuple[str, str]] = {
    # help
    "usage": ("usage: ", "usage : "),
    "commands": ("commands", "commandes"),
    "options": ("options", "options"),
    "arguments": ("arguments", "arguments"),
    "help_help": ("show this help and stop", "afficher cette aide et s'arrêter"),
    "help_version": ("show the version and stop", "afficher la version et s'arrêter"),
    "help_lang": ("language: en or fr (default: that of the environment)", "langue : en ou fr (par défaut : celle de l'environnement)"),
    "about": (
        "Entente simulates partnerships of organisations, week by week: who is mobilised, when, for how long, and what\n"
        "makes them run out of steam.",
        "Entente simule des partenariats d'organisations, semaine après semaine : qui est mobilisé, quand, pour combien\n"
        "de temps, et ce qui les essouffle."),
    "about_more": (
        "To begin:\n  entente run\n  entente list scenarios\n  entente explain week",
        "Pour commencer :\n  entente run\n  entente list scenarios\n  entente explain week"),
    "help_run": ("run a scenario and keep its results", "simuler un scénario et en garder les résultats"),
    "help_list": ("list scenarios, options, parameters, measures or mechanisms",
        "lister les scénarios, options, paramètres, mesures ou mécanismes"),
    "help_explain": ("explain a parameter, scenario, option, measure or mechanism, or the week",
        "expliquer un paramètre, un scénario, une option, une mesure ou un mécanisme, ou la semaine"),
    "help_draw": ("draw a figure from the results of a run", "dessiner une figure à partir des résultats d'une simulation"),
    "help_figure": ("what to draw: {names}", "quoi dessiner : {names}"),
    "help_folder": ("the folder that a run left", "le dossier qu'une simulation a laissé"),
    "help_options": ("what to change: name=value (see below)", "ce qu'il faut changer : nom=valeur (voir plus bas)"),
    "help_warmup": ("compile the rules now, before a workshop or in an image",
        "compiler les règles dès maintenant, avant un atelier ou dans une image"),
    "warmup_more": (
        "The first run on a machine compiles the rules; after this, none waits for it. Where they are kept: NUMBA_CACHE_DIR\n"
        "if it is set, else the cache folder of the user. A changed version compiles its own. In an image, set\n"
        "NUMBA_CACHE_DIR for good, then run this; the folder may be read-only afterwards.",
        "La première simulation sur une machine compile les règles ; après cette commande, aucune n'a à l'attendre. Où elles\n"
        "sont gardées : NUMBA_CACHE_DIR si elle est définie, sinon le dossier de cache de l'utilisateur. Une autre version\n"
        "compile les siennes. Dans une image, définir NUMBA_CACHE_DIR pour de bon, puis lancer cette commande ; le dossier\n"
        "peut ensuite être en lecture seule."),
    "metavar_figure": ("figure", "figure"),
    "metavar_folder": ("folder", "dossier"),
    "help_overrides": ("what to change: name=value (see below)", "ce qu'il faut changer : nom=valeur (voir plus bas)"),
    "help_what": ("what to list: {names}", "quoi lister : {names}"),
    "metavar_override": ("name=value", "nom=valeur"),
    "metavar_command": ("command", "commande"),
    "metavar_what": ("what", "quoi"),
    "metavar_filter": ("text", "texte"),
    "metavar_name": ("name", "nom"),
    "help_filter": ("only what contains this text", "seulement ce qui contient ce texte"),
    "help_name": ("what to explain: a name, a dotted path, or week", "quoi expliquer : un nom, un chemin pointé, ou week"),
    "run_more": (
        "Each override changes one thing; the rest keeps its default. A scenario or an option is chosen by its name, a\n"
        "parameter by its dotted path. The command line has the last word, then the scenario, then the options, then the\n"
        "defaults.\n\n"
        "  entente run                                         the Lethbridge case\n"
        "  entente run scenario=aire_ouverte leadership=shared weeks=260\n"
        "  entente run scenario=path/to/mine.yaml              your own situation\n"
        "  entente run leadership.hours=4 staff.turnover=0.4   any parameter\n"
        "  entente run mechanisms.burnout=off                  the same world without one mechanism\n"
        "  entente run organisations.police.hours=8 communication.channels.newsletter.period=2\n"
        "  entente run '~communication.channels.notices'       take an entry out (with quotes)\n"
        "  entente run replicates=500 seed=7 output=results/demo format=csv by_organisation=true\n"
        "  entente run scenario=results/demo/settings.yaml     the same again, from what a run left\n\n"
        "+name=value and ++name=value mean the same as name=value. Text with spaces goes in quotes: \"title.en='My case'\".\n"
        "Names: entente list scenarios, entente list leadership, entente list parameters; what they mean: entente explain.",
        "Chaque réglage change une chose ; le reste garde sa valeur par défaut. Un scénario ou une option se choisit par son\n"
        "nom, un paramètre par son chemin pointé. La ligne de commande a le dernier mot, puis le scénario, puis les\n"
        "options, puis les valeurs par défaut.\n\n"
        "  entente run                                         le cas de Lethbridge\n"
        "  entente run scenario=aire_ouverte leadership=shared weeks=260\n"
        "  entente run scenario=chemin/vers/le_mien.yaml       votre propre situation\n"
        "  entente run leadership.hours=4 staff.turnover=0.4   n'importe quel paramètre\n"
        "  entente run mechanisms.burnout=off                  le même monde sans un mécanisme\n"
        "  entente run organisations.police.hours=8 communication.channels.newsletter.period=2\n"
        "  entente run '~communication.channels.notices'       retirer une entrée (entre guillemets)\n"
        "  entente run replicates=500 seed=7 output=results/demo format=csv by_organisation=true\n"
        "  entente run scenario=results/demo/settings.yaml     la même chose, depuis ce qu'une simulation a laissé\n\n"
        "+nom=valeur et ++nom=valeur veulent dire la même chose que nom=valeur. Un texte avec des espaces va entre\n"
        "guillemets : \"title.fr='Mon cas'\".\n"
        "Les noms : entente list scenarios, entente list leadership, entente list parameters ; leur sens : entente explain."),
    "draw_more": (
        "wheel      the six conditions of action in partnership, by date or by group, and the answers A, B, C\n"
        "timeline   the event log of one replicate, under its curve of mobilisation\n"
        "groups     the mobilisation of sectors, of territories or of some organisations\n\n"
        "  entente draw wheel results/lethbridge\n"
        "  entente draw wheel results/lethbridge weeks=[13,78,156]\n"
        "  entente draw wheel results/lethbridge by=sector week=78\n"
        "  entente draw timeline results/lethbridge replicate=0 --lang fr\n"
        "  entente draw groups results/lethbridge by=territory output=figures/territories\n"
        "  entente draw groups results/lethbridge by=organisation names=[city,outreach]\n\n"
        "Each figure is written as SVG and PNG, beside a CSV of the table behind it. Options:",
        "wheel      la roue : les six conditions de l'action en partenariat, par date ou par groupe, et les réponses A, B, C\n"
        "timeline   le journal d'un réplicat, sous sa courbe de mobilisation\n"
        "groups     la mobilisation des secteurs, des territoires ou de quelques organisations\n\n"
        "  entente draw wheel results/lethbridge\n"
        "  entente draw wheel results/lethbridge weeks=[13,78,156]\n"
        "  entente draw wheel results/lethbridge by=sector week=78\n"
        "  entente draw timeline results/lethbridge replicate=0 --lang fr\n"
        "  entente draw groups results/lethbridge by=territory output=figures/territoires\n"
        "  entente draw groups results/lethbridge by=organisation names=[city,outreach]\n\n"
        "Chaque figure est écrite en SVG et en PNG, à côté de sa table en CSV. Les options :"),
    "figure": ("figure", "figure"),
    "drawn_in": ("Drawn: {path}", "Dessiné : {path}"),
    "list_more": (
        "leadership, communication and governance are the options that a run may choose from;\n"
        "parameters are all that it may set, measures all the columns of its tables.",
        "leadership, communication et governance sont les options qu'une simulation peut choisir ;\n"
        "parameters, tout ce qu'elle peut régler ; measures, toutes les colonnes de ses tables."),
    "explain_more": (
        "  entente explain leadership.hours      a parameter\n  entente explain turnover              or the last part of its path\n"
        "  entente explain scenario=lethbridge   a scenario, or communication=lethbridge, an option\n"
        "  entente explain half_life             a measure\n  entente explain week                  the order of the phases of a week",
        "  entente explain leadership.hours      un paramètre\n  entente explain turnover              ou la fin de son chemin\n"
        "  entente explain scenario=lethbridge   un scénario, ou communication=lethbridge, une option\n"
        "  entente explain half_life             une mesure\n  entente explain week                  l'ordre des phases d'une semaine"),
    # running
    "scenario": ("Scenario", "Scénario"),
    "leadership": ("Leadership", "Leadership"),
    "communication": ("Communication", "Communication"),
    "governance": ("Governance", "Gouvernance"),
    "runs": ("Runs", "Simulations"),
    "runs_of": ("{replicates} replicates of {weeks} weeks, seed {seed}", "{replicates} réplicats de {weeks} semaines, graine {seed}"),
    "runs_of_one": ("1 replicate of {weeks} weeks, seed {seed}", "1 réplicat de {weeks} semaines, graine {seed}"),
    "no_option": ("none: the defaults", "aucune : les valeurs par défaut"),
    "compiling": ("First run of these rules: they are being compiled, once, which takes about half a minute.",
        "Première simulation avec ces règles : elles se compilent, une fois pour toutes, en une demi-minute environ."),
    "compiling_few": (
        "First run with few ties kept by each: the rules are being compiled for it, once, which takes about half a minute.",
        "Première simulation où chacune garde peu de liens : les règles se compilent pour ce cas, une fois pour toutes, en\n"
        "une demi-minute environ."),
    "not_kept": (
        "entente: the compiled rules could not be kept, and the next run will compile them again: no folder for them can\n"
        "be written to, or its disk is full. NUMBA_CACHE_DIR names another folder to keep them in.",
        "entente : les règles compilées n'ont pas pu être gardées, et la prochaine simulation les compilera encore : aucun\n"
        "dossier n'accepte d'écriture, ou son disque est plein. NUMBA_CACHE_DIR nomme un autre dossier où les garder."),
    "compiled_now": ("Compiled in {seconds} s, and kept in {folder}: no run will wait for it.",
        "Règles compilées en {seconds} s, et gardées dans {folder} : aucune simulation n'aura à l'attendre."),
    "compiled_before": ("The rules are already compiled, in {folder}.", "Les règles sont déjà compilées, dans {folder}."),
    "compilation_off": ("Compilation is off (NUMBA_DISABLE_JIT): there is nothing to do.",
        "La compilation est désactivée (NUMBA_DISABLE_JIT) : il n'y a rien à faire."),
    "replicates": ("replicates", "réplicats"),
    "progress": ("{done} of {total} replicates done", "{done} réplicats sur {total} faits"),
    "median": ("median", "médiane"),
    "interval": ("5–95 %", "5–95 %"),
    "where": ("replicates concerned", "réplicats concernés"),
    "measure": ("measure", "mesure"),
    "unit": ("unit", "unité"),
    "steam": ("Ran out of steam: {share} of the replicates.", "Essoufflement : {share} des réplicats."),
    "ends": ("How they ended: {reasons}.", "Comment elles ont fini : {reasons}."),
    "reason_goals_met": ("goals met {share}", "but atteint {share}"),
    "reason_deserted": ("deserted {share}", "déserté {share}"),
    "reason_dormant": ("dormant {share}", "en dormance {share}"),
    "reason_none": ("still going {share}", "toujours en marche {share}"),
    "left_in": ("Results: {folder}", "Résultats : {folder}"),
    "stopped": ("Stopped: {done} of {total} replicates done and kept in {folder}",
        "Arrêté : {done} réplicats sur {total} faits, gardés dans {folder}"),
    "stopped_empty": ("Stopped before any replicate was done: nothing was kept.", "Arrêté avant la fin d'un réplicat : rien n'est gardé."),
    "interrupted": ("Interrupted.", "Interrompu."),
    # errors
    "problem": ("entente: nothing was run, for one reason", "entente : rien n'a été simulé, pour une raison"),
    "problems": ("entente: nothing was run, for {count} reasons", "entente : rien n'a été simulé, pour {count} raisons"),
    "problem_drawn": ("entente: nothing was drawn, for one reason", "entente : rien n'a été dessiné, pour une raison"),
    "problems_drawn": ("entente: nothing was drawn, for {count} reasons", "entente : rien n'a été dessiné, pour {count} raisons"),
    "colon": (": ", " : "),
    "semicolon": ("; ", " ; "),
    "expected": ("expected {what}", "attendu : {what}"),
    "nearest": ("nearest: {names}", "le plus proche : {names}"),
    "from_command_line": ("from the command line", "en ligne de commande"),
    "from_arguments": ("from the arguments", "dans les arguments"),
    "from_file": ("{place}", "{place}"),
    "cannot_write": ("entente: the results cannot be written to {place}: {reason}",
        "entente : impossible d'écrire les résultats dans {place} : {reason}"),
    "system_error": ("entente: {place}: {reason}", "entente : {place} : {reason}"),
    "try_help": ("See: {command}", "Voir : {command}"),
    # listing
    "name": ("name", "nom"),
    "title": ("title", "titre"),
    "organisations": ("organisations", "organisations"),
    "weeks": ("weeks", "semaines"),
    "what": ("what it is", "ce que c'est"),
    "path": ("path", "chemin"),
    "default": ("default", "défaut"),
    "range": ("range", "étendue"),
    "meaning": ("meaning", "sens"),
    "table": ("table", "table"),
    "unreadable": ("(cannot be read: {problem})", "(illisible : {problem})"),
    "nothing_like": ("Nothing contains {text}.", "Rien ne contient {text}."),
    # levers
    "advice": ("advice", "conseil"),
    "advice_do": ("do", "à faire"),
    "advice_keep": ("keep", "à garder"),
    "advice_avoid": ("avoid", "à jeter"),
    "cost_partners": ("partner h/week", "h/sem. partenaire"),
    "cost_coordinator": ("coordination h/week", "h/sem. coordination"),
    "cost_dollars": ("$/week", "$/sem."),
    "lever": ("lever", "levier"),
    "levers": ("Levers", "Leviers"),
    "label_advice": ("The sources say", "Selon les sources"),
    "label_costs": ("Takes", "Demande"),
    "label_delay": ("Acts after", "Agit après"),
    "label_concerns": ("Whose traits", "Traits de qui"),
    "label_adds": ("Adds", "Ajoute"),
    "label_moves": ("Moves", "Déplace"),
    "takes_partners": ("{n} h a week of each partner", "{n} h par semaine de chaque partenaire"),
    "takes_coordinator": ("{n} h a week of coordination, for {partners} partners",
        "{n} h par semaine de coordination, pour {partners} partenaires"),
    "takes_dollars": ("{n} $ a week", "{n} $ par semaine"),
    "takes_once_partners": ("{n} h of each partner, once", "{n} h de chaque partenaire, une fois"),
    "takes_once_coordinator": ("{n} h of coordination, once", "{n} h de coordination, une fois"),
    "takes_once_dollars": ("{n} $, once", "{n} $, une fois"),
    "takes_nothing": ("nothing", "rien"),
    "channel_line": ("{name}: every {period} weeks, {audience}, {hours} h, richness {richness}",
        "{name} : aux {period} semaines, {audience}, {hours} h, richesse {richness}"),
    # explaining
    "parameter": ("parameter", "paramètre"),
    "mechanism": ("mechanism", "mécanisme"),
    "option": ("option", "option"),
    "grade": ("Evidence", "Fondement"),
    "grade_measured": ("measured", "mesuré"),
    "grade_derived": ("derived", "dérivé"),
    "grade_assumed": ("assumed", "supposé"),
    "source": ("Source", "Source"),
    "sources": ("Sources", "Sources"),
    "label_meaning": ("Meaning", "Sens"),
    "label_default": ("Default", "Défaut"),
    "label_range": ("Range", "Étendue"),
    "label_choices": ("Choices", "Choix"),
    "label_unit": ("Unit", "Unité"),
    "label_formula": ("Formula", "Formule"),
    "label_table": ("Table", "Table"),
    "label_story": ("Story", "Récit"),
    "label_idea": ("Idea", "Idée"),
    "label_question": ("To ask first", "À demander avant"),
    "label_look_at": ("To look at", "À regarder"),
    "label_weeks": ("Weeks", "Semaines"),
    "label_extends": ("Starts from", "Part de"),
    "label_file": ("File", "Fichier"),
    "label_sets": ("Sets", "Fixe"),
    "label_used_by": ("Used by", "Utilisé par"),
    "label_set_by": ("Set by", "Fixé par"),
    "label_organisations": ("Organisations", "Organisations"),
    "label_try": ("Try", "Essayer"),
    "every_rule": ("the run itself", "la simulation elle-même"),
    "no_reader": ("no rule reads it by name", "aucune règle ne le lit par son nom"),
    "no_setter": ("no option or scenario", "aucune option ni aucun scénario"),
    "and_more": ("and {count} more", "et {count} autres"),
    "ambiguous": ("{name} may be any of these; ask for one of them:", "{name} peut être l'un de ceux-ci ; en demander un :"),
    "unknown": ("entente: nothing is called {name}", "entente : rien ne s'appelle {name}"),
    "section": ("The parameters of {name}:", "Les paramètres de {name} :"),
    "week_title": ("One week, in this order:", "Une semaine, dans cet ordre :"),
    **CALIBRATIONS,
    **COMPARISONS,
    **DECISIONS,
    **EXPERIMENTS,
    **SENSITIVITIES,
    **STUDIES,
}  # fmt: skip
