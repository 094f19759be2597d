# ruff: noqa: E501 - a catalogue reads as a table, each text in both languages side by side
"""The texts of experiments, in tables and pages: key, then (English, French)."""

EXPERIMENTS: dict[str, tuple[str, str]] = {
    # help
    "help_patterns": ("test whether the expected patterns come out of the rules", "vérifier si les régularités attendues ressortent des règles"),
    "help_anchors": ("compare what the defaults give with the figures of the field", "comparer ce que donnent les valeurs par défaut aux chiffres du terrain"),
    "help_ablation": ("switch off each mechanism in turn and see what changes", "fermer chaque mécanisme à son tour et voir ce qui change"),
    "help_names": ("names and name=value (see below)", "des noms et nom=valeur (voir plus bas)"),
    "help_quick": ("fewer replicates: a first look in about a minute", "moins de réplicats : un premier coup d'œil en une minute environ"),
    "metavar_names": ("name", "nom"),
    "patterns_more": (
        "Every pattern is a statement about whole partnerships, tested by comparing arms under the same luck.\n\n"
        "  entente patterns                          all of them, on two scenarios, some minutes\n"
        "  entente patterns --quick                  all of them, on one scenario, about a minute\n"
        "  entente patterns P5 P9 scenario=aire_ouverte replicates=100\n"
        "  entente patterns staff.turnover=0.3 output=results/more_turnover\n\n"
        "It leaves patterns.csv, patterns.svg and .png, patterns.html and manifest.json in results/patterns, or output=.",
        "Chaque régularité est un énoncé sur des partenariats entiers, vérifié en comparant des bras sous le même hasard.\n\n"
        "  entente patterns                          toutes, sur deux scénarios, quelques minutes\n"
        "  entente patterns --quick                  toutes, sur un scénario, environ une minute\n"
        "  entente patterns P5 P9 scenario=aire_ouverte replicates=100\n"
        "  entente patterns staff.turnover=0.3 output=results/plus_de_roulement\n\n"
        "Elle laisse patterns.csv, patterns.svg et .png, patterns.html et manifest.json dans results/patterns, ou output=."),
    "anchors_more": (
        "Each figure of the field beside what the defaults give, with its interval over the replicates.\n\n"
        "  entente anchors\n  entente anchors turnover tenure replicates=400\n  entente anchors staff.turnover=0.25\n\n"
        "It leaves anchors.csv, anchors.svg and .png and manifest.json in results/anchors, or output=.",
        "Chaque chiffre du terrain à côté de ce que donnent les valeurs par défaut, avec son intervalle sur les réplicats.\n\n"
        "  entente anchors\n  entente anchors turnover tenure replicates=400\n  entente anchors staff.turnover=0.25\n\n"
        "Elle laisse anchors.csv, anchors.svg et .png et manifest.json dans results/anchors, ou output=."),
    "ablation_more": (
        "Each mechanism off, against none off, under the same luck: the summaries of a run and the verdicts of the patterns.\n\n"
        "  entente ablation                          every mechanism, some minutes\n"
        "  entente ablation --quick                  fewer replicates and fewer patterns\n"
        "  entente ablation burnout handover scenario=lethbridge\n\n"
        "It leaves ablation.csv, ablation_patterns.csv, ablation.svg and .png and manifest.json in results/ablation, or output=.",
        "Chaque mécanisme fermé, contre aucun, sous le même hasard : les résumés d'une simulation et les verdicts des régularités.\n\n"
        "  entente ablation                          chaque mécanisme, quelques minutes\n"
        "  entente ablation --quick                  moins de réplicats et de régularités\n"
        "  entente ablation burnout handover scenario=lethbridge\n\n"
        "Elle laisse ablation.csv, ablation_patterns.csv, ablation.svg et .png et manifest.json dans results/ablation, ou output=."),
    # tables
    "pattern": ("pattern", "régularité"),
    "verdict": ("verdict", "verdict"),
    "effect": ("effect", "effet"),
    "interval_95": ("95% interval", "intervalle à 95 %"),
    "compared": ("what decides", "ce qui décide"),
    "parts": ("contrasts", "contrastes"),
    "from_to": ("[{low}, {high}]", "[{low}; {high}]"),
    "within": ("{low} to {high}", "{low} à {high}"),
    "verdict_counts": ("Of {count} patterns: {parts}.", "Sur {count} régularités : {parts}."),
    "verdict_count": ("{verdict} {count}", "{verdict} {count}"),
    "arms_of": ("{arms} arms of {replicates} replicates, seed {seed}", "{arms} bras de {replicates} réplicats, graine {seed}"),
    "experiment_head": ("{what} on {scenarios}: {arms}", "{what} sur {scenarios} : {arms}"),
    "what_patterns": ("Patterns", "Régularités"),
    "what_anchors": ("Anchors", "Ancrages"),
    "what_ablation": ("Ablation", "Ablation"),
    "stopped_experiment": ("Stopped: what was done is kept in {folder}", "Arrêté : ce qui est fait est gardé dans {folder}"),
    "not_done": ("Not reached: {names}", "Pas atteint : {names}"),
    # page of the patterns
    "page_title": ("Do the expected patterns come out of the rules?", "Les régularités attendues ressortent-elles des règles?"),
    "page_intro": (
        "Each pattern is a statement about whole partnerships, from a source text or a field study. It is tested by running arms that differ in one thing, under the same luck (same seed, same replicates), so that every replicate gives one paired number. The 95% intervals are Student's, and Fieller's for ratios. A contrast holds when its whole interval lies beyond the smallest effect that counts, on the expected side; it does not hold when the whole interval lies short of it; otherwise it is undecided. A pattern holds when all of its contrasts hold in all scenarios.",
        "Chaque régularité est un énoncé sur des partenariats entiers, tiré d'un texte source ou d'une étude de terrain. On la vérifie en simulant des bras qui diffèrent par une seule chose, sous le même hasard (même graine, mêmes réplicats) : chaque réplicat donne un nombre apparié. Les intervalles à 95 % sont de Student, et de Fieller pour les rapports. Un contraste tient quand tout son intervalle dépasse le plus petit effet qui compte, du côté attendu; il ne tient pas quand tout l'intervalle reste en deçà; sinon il est indécis. Une régularité tient quand tous ses contrastes tiennent dans tous les scénarios."),
    "page_run": ("{replicates} replicates of each arm, seed {seed}; scenarios: {scenarios}; Entente {version}.", "{replicates} réplicats de chaque bras, graine {seed}; scénarios : {scenarios}; Entente {version}."),
    "page_overrides": ("With these settings in every arm: {overrides}.", "Avec ces réglages dans tous les bras : {overrides}."),
    "page_interrupted": ("Stopped before the end: patterns that are missing were not reached.", "Arrêté avant la fin : les régularités absentes n'ont pas été atteintes."),
    "page_basis": ("“Calibrated”: it was looked at when defaults or rules were chosen, so that it is no evidence for them. “Independent”: it was not. [S0] to [S4] are the five source texts; they and the studies are described in docs/evidence.md.", "«\u00a0Calibré\u00a0» : on l'a regardé en choisissant des valeurs par défaut ou des règles; ce n'est donc pas une preuve en leur faveur. «\u00a0Indépendant\u00a0» : non. [S0] à [S4] sont les cinq textes sources; docs/evidence.md les décrit, avec les études."),
    "statement": ("statement", "énoncé"),
    "basis": ("basis", "fondement"),
    "whole_table": ("At a glance", "En un coup d'œil"),
    "one_by_one": ("One by one", "Une à une"),
    "label_source": ("Source", "Source"),
    "label_basis": ("Basis", "Fondement"),
    "label_put_in": ("What is put in", "Ce qui est mis dedans"),
    "label_why_not": ("Why it does not hold", "Pourquoi elle ne tient pas"),
    "label_why_undecided": ("Why it is undecided", "Pourquoi elle est indécise"),
    "arm": ("arm", "bras"),
    "overrides": ("settings", "réglages"),
    "as_it_is": ("the scenario as it is", "le scénario tel quel"),
    "contrast": ("contrast", "contraste"),
    "expected_effect": ("expected", "attendu"),
    "because": ("why this bound", "pourquoi cette borne"),
    "scenario_column": ("scenario", "scénario"),
    "for_all": ("In every arm: {words}.", "Dans tous les bras : {words}."),
    # anchors and ablation
    "anchor": ("anchor", "ancrage"),
    "target": ("field", "terrain"),
    "gives": ("given", "obtenu"),
    "place": ("place", "place"),
    "anchor_counts": ("Of {count} figures of the field: {inside} inside, {straddles} astride, {outside} outside.", "Sur {count} chiffres du terrain : {inside} dedans, {straddles} à cheval, {outside} dehors."),
    "replicates_in_all": ("{total} replicates in all, seed {seed}", "{total} réplicats en tout, graine {seed}"),
    "relative": ("relative", "relatif"),
    "largest_effect": ("largest effect (in sd)", "plus grand effet (en é. t.)"),
    "changed": ("verdicts that change", "verdicts qui changent"),
    "nothing_changes": ("Without these, nothing changes: {names}.", "Sans ceux-ci, rien ne change : {names}."),
    "all_matter": ("No mechanism is without effect.", "Aucun mécanisme n'est sans effet."),
}  # fmt: skip
