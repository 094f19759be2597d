"""The generated parts of the documentation: ``python -m entente.documentation`` rewrites them, ``--check`` compares.

In a page of ``docs/`` or in the README, what stands between ``<!-- table: NAME -->`` and ``<!-- end -->`` is a table of
``TABLES``, and what stands between ``<!-- value: PATH -->`` and ``<!-- /value -->`` is the default of that parameter
(``<!-- value: PATH fr -->`` writes it in French). Nothing in them is typed by hand.
"""

import argparse
import ast
import io
import re
import sys
import tokenize
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from entente.catalogue import Option, bound, option, organisations_in, scenario_documents, shown_default, text_of
from entente.places import GROUPS, HERE, OVERRIDE, options
from entente.run_settings import RUN, every_parameter
from entente.tables import KINDS
from entente.usage import model_folder, phases
from entente.words import say
from entente.yamlfile import Document, flatten
from sim import state
from sim.declare import Parameter
from sim.measures import CASE_TALLY, ORGANISATION_SERIES, SERIES, SUMMARIES, Measure
from sim.parameters import MECHANISMS
from sim.situation import Settings, default_stages
from sim.validation import as_tree

TABLE = re.compile(r"(<!-- table: ([^\n]+?) -->\n).*?(<!-- end -->)", re.DOTALL)
VALUE = re.compile(r"(<!-- value: (\S+?)(?: (fr|en))? -->).*?(<!-- /value -->)", re.DOTALL)
OPENED = re.compile(r"<!-- (?:table|value): ")

# What the arrays of `sim/state.py` hold: name | symbol in the equations | unit | meaning. A share is from 0 to 1.
FIXED = """
territory | | code | territory served; -1 for all of them
populations | | set | populations served, one bit each; 0 for all of them
expertise | | set | kinds of work it is good at, one bit each
delegates | | posts | posts given to the partnership
mission_fit | | share | fit of the shared aim with its mission
self_interest | | share | how much it looks for its own return
rigidity | | share | rigidity of its rules and roles
reliability | | share | chance that it keeps a commitment it can keep
openness | | share | openness to the views of others
decision_power | | share | power of its delegates to commit it
status | | share | hierarchical weight
access | | share | travel burden to a common place
budget | | share | means to free its people's time
hours | | h/week | hours a delegate can give
turnover | | per post and year | departures, where the scenario states them; missing otherwise
turnover_class | | ratio | drawn class of turnover against the mean: none, low or high
threshold | $`\\theta_i`$ | motivation | motivation from which it gives half of what it could
home | $x^0_i$ | position | its own first framing of the problem
first_motivation | $m^0_i$ | share | motivation on joining
"""
CHANGING = """
standing | | code | 0 not approached, 1 approached, 2 member, 3 active, 4 left
joined | | week | week in which it became a partner; 0 for the first ones
discontent | $n_i$ | weeks | weeks in a row in which staying was not worth it
contributed | | yes/no | has contributed to the current stage
committee | | yes/no | sits on the committee this week
motivation | $m_i$ | share | motivation
mobilisation | $e_i$ | share | share of what it could give that it gives: its effort
framing | $x_i$ | position | where it stands on the problem, from 0 to 1
language | $`\\ell_i`$ | share | common vocabulary and tools learnt
belonging | $b_i$ | share | belonging to the partnership
information | $g_i$ | share | freshness of what it knows of the others
fatigue | $f_i$ | share | fatigue
recognition | $r_i$ | share | credit received against what was due, as it feels it
record | $k_i$ | share | commitments kept lately
fairness | $q_i$ | share | how little it takes more credit than its due
voice | $v_i$ | share | voice in decisions
presence | $`\\pi_i`$ | share | memory of having been there
seen | $s_i$ | share | trusted partners seen at the last occasion it attended
talk | $`\\tau_i`$ | share | talk without action, as felt
hassle | $`\\eta_i`$ | share | paperwork and travel against its hours, as felt
pull | $u_i$ | share | what pulls it: its benefits
drag | $d_i$ | share | what holds it back: its costs
contribution | $c_i$ | h/week | useful hours lately
trusted | $`T_{\\bullet i}`$ | share | mean trust of the other partners in it
trusting | $`T_{i\\bullet}`$ | share | its mean trust in the other partners
peers | $p_i$ | share | mobilisation of the others, weighted by its trust in them
lead_trust | $L_i$ | share | its trust in who carries the leadership
coordinator_trust | $`P_{i0}`$ | share | its personal trust in the dedicated coordinator
coordinator_regard | $`I_{i0}`$ | share | its institutional trust in the post of coordinator
coordinator_contact | $`C_{i0}`$ | contacts | contact with the coordinator this week
staffing | $`\\sigma_i`$ | share | posts filled
skill | $`\\rho_i`$ | share | mean effectiveness of those in post
available | $H_i$ | h | hours it has this week
spent_paperwork | | h | hours taken by the structure this week
spent_leading | | h | hours given to animation this week
spent_meetings | | h | hours in meetings, on the road and reading this week
spent_work | | h | hours of common work this week
spent_cases | | h | hours on cases this week
travelled | $R_i$ | h | hours on the road this week, within those of meetings
tiring | $M_i$ | h | hours of meetings that count twice because they were badly run
"""
STATE: dict[str, tuple[Any, str]] = {
    "An organisation, once drawn": (state.ORGANISATION, FIXED),
    "An organisation, week by week": (state.ORGANISATION, CHANGING),
    "A post": (state.POST, """
filled | | yes/no | someone is in it
arrived | | week | week in which that person came; negative before the start
skill | | share | effectiveness of that person
"""),
    "A carrier of the leadership: each organisation, and the dedicated coordinator": (state.CARRIER, """
share | $`\\lambda_j`$ | share | share of the leadership
experience | $y_j$ | share | experience in that part, against the style's
back | | week | 0 in place; otherwise the week from which a successor is there; -1 never
"""),
    "The partnership": (state.PARTNERSHIP, """
week | $t$ | week | weeks lived
stage | | code | current stage, from 0
cycle | | number | rounds of the process completed
lead | | code | lead organisation
members | $N$ | organisations | partners
quiet | | weeks | weeks in a row without any commitment or meeting
ended | | yes/no | it has ended
reason | | code | why: 1 goals met, 2 deserted, 3 dormant
funding_until | | week | week at which funding comes back to its ordinary level
surge_until | | week | week at which the surge of cases is over
apart_until | | week | week at which people may meet again
lead_leaves | | yes/no | an event takes the lead away this week
approached | | organisations | organisations approached at the end of last week
progress | $Q$ | h | useful hours done in the current stage
results | | stages | stages done and fraction of the current one
momentum | $G$ | share | recent results against the pace seen as full progress
service | $S$ | share | cases answered among those settled, lately
energy | $E$ | share | energy of the leadership
leadership | $`\\Lambda`$ | share | share of the leadership carried by someone in place
experience | $X$ | share | mean experience of those who carry it
supply | $O$ | h | coordination hours available this week
demand | $D$ | h | coordination hours asked for this week
animation | $a$ | share | quality of animation: supply against demand
funding | $`\\varphi`$ | share | funding of the common action
surge | $z$ | share | size of the crisis under way
wave | | share | share of the staff that a wave of departures takes this week
wave_on | | code | organisation that it concerns; -1 for all
controversy | $K$ | share | severity of the open controversy; 0 when there is none
opened | | controversies | opened since the start
settled | | controversies | settled by mediation since the start
cohesion | $`\\Gamma`$ | share | common framing and common language
disagreement | $`\\Delta`$ | share | spread of framings
centre | $`\\bar x`$ | position | mean framing of the partners
useful | $Y$ | h | useful hours of the week
attendance | | share | attendances over invitations, when there last were some
invited | | organisations | invitations of the week to what costs hours
attended | | organisations | attendances of the week
commitments | | commitments | made this week
broken | | commitments | broken this week
arrived | | cases | arrived this week
answered | | cases | answered this week
lost | | cases | lost this week
waited | | weeks | sum of the waits of the cases answered this week
departures | | people | delegates of partners who left this week
hours_coordinator | | h | hours of the dedicated coordinator this week
"""),
    "Pairs of organisations, and other arrays": (state.State, """
personal | $`P_{ij}`$ | share | personal trust of $i$ in $j$, held as `personal[j, i]`
institutional | $`I_{ij}`$ | share | institutional trust of $i$ in $j$
acquaintance | $`A_{ij}`$ | share | how long-standing the tie is
contact | $`C_{ij}`$ | contacts | contact of the week
waiting | $`W_{c,w}`$ | cases | cases waiting, by territory and population and by weeks waited
tally | | cases | cases of the whole run by territory and population: arrived, answered, lost, and the sum of the waits
shortfall | $B_k^-$ | share | breadth that stage $k$ lacked when it was done
due | | yes/no | whether each channel is held this week
organisation | | | the records above, one per organisation
post | | | the records above, one per organisation and post
carrier | | | the records above
partnership | | | the record above
vector | | | room for sums, without meaning from one rule to the next
"""),
}  # fmt: skip
# Named constants whose line in the source says nothing of them.
SAID = {
    "QUARTER": "weeks over which late mobilisation is averaged for running out of steam",
    "YEAR": "weeks over which the active share is averaged",
    "POSTS": "most posts that one organisation may give",
    "WELCOME_WEEKS": "weeks during which a newcomer asks for that attention",
    "FOREVER": "weeks of succession that mean never",
}


def rows_to_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    return "\n".join("| " + " | ".join(map(cell, line)) + " |" for line in [head, ["---"] * len(head), *rows])


def cell(text: str) -> str:
    """Return a text as it may stand in a cell."""
    text = text.replace("|", "\\|")
    return text if "`" in text or "$" in text else text.replace("<", "&lt;")


def code(text: str) -> str:
    """Return a text as code, or nothing when it is empty."""
    return f"`{text}`" if text else ""


def by_section(found: Iterable[Parameter]) -> dict[str, list[Parameter]]:
    """Return parameters by the section that holds them; those of the whole run come under an empty name."""
    out: dict[str, list[Parameter]] = {}
    for one in found:
        out.setdefault(one.path.rpartition(".")[0], []).append(one)
    return out


def shown_bounds(one: Parameter) -> str:
    """Return the range of a parameter without its unit, or its choices."""
    about = one.about
    if about.low is not None:
        return f"{bound(about.low, 'en')} – {bound(about.high, 'en')}"
    if one.kind is bool:
        return "on, off"
    return ", ".join(str(choice.value) for choice in one.kind) if hasattr(one.kind, "__members__") else ""  # type: ignore[attr-defined]


def default_or_origin(one: Parameter) -> str:
    """Return the default of a parameter, or what is taken when there is none."""
    if one.default is not None:
        return shown_default(one)
    section, _, name = one.path.rpartition(".")
    if section != "organisations.<id>":
        return "none"
    return {
        "framing": "drawn",
        "turnover": "drawn, mean `staff.turnover`",
        "threshold": "drawn, mean `partners.threshold`",
    }.get(name, f"`partners.{name}`")


def parameter_tables(found: Iterable[Parameter], languages: Sequence[str], level: str) -> str:
    """Return one table per section, under a heading each."""
    head = [
        "Parameter",
        *(say("meaning", one).capitalize() for one in languages),
        "Default",
        "Range",
        "Unit",
        "Grade",
        "Source",
    ]
    parts = []
    for section, inside in by_section(found).items():
        rows = [
            [code(one.path), *(one.about.meaning(language) for language in languages), default_or_origin(one),
             shown_bounds(one), one.about.unit, str(one.about.grade), one.about.source]
            for one in inside
        ]  # fmt: skip
        parts.append(f"{level} {code(section) or 'The whole run'}\n\n{rows_to_table(head, rows)}")
    return "\n\n".join(parts)


def model_parameters() -> list[Parameter]:
    """Return the parameters of the model: neither its switches nor how it is run."""
    return [one for one in every_parameter() if one.path not in RUN and not one.path.startswith("mechanisms.")]


def run_table() -> str:
    """Return how a scenario is run: not of the model, but an override may name it."""
    rows = [[code(one.path), one.about.en, one.about.fr, shown_default(one), shown_bounds(one)] for one in RUN.values()]
    return rows_to_table(["Name", "Meaning", "Sens", "Default", "Range"], rows)


def mechanisms_table() -> str:
    """Return the switches."""
    rows = [[code(f"mechanisms.{name}"), en, fr] for name, (en, fr) in MECHANISMS.items()]
    return rows_to_table(["Switch", "What it lets happen", "Ce qu'il laisse se produire"], rows)


def phases_table(language: str) -> str:
    """Return the phases of the week."""
    head = ["", "Phase", "Ce qui s'y passe"] if language == "fr" else ["", "Phase and rule", "What happens"]
    rows = [
        [
            str(k),
            f"`{one.name}` ({one.file})" if language == "en" else code(one.name),
            one.fr if language == "fr" else one.en,
        ]
        for k, one in enumerate(phases(), start=1)
    ]
    return rows_to_table(head, rows)


def measures_table(columns: dict[str, Measure], kinds: dict[str, str], *, both: bool) -> str:
    """Return the columns of one table of results."""
    if not both:
        return rows_to_table(
            ["Column", "Unit", "Formula", "Meaning"],
            [[code(name), one.unit, one.formula, one.en] for name, one in columns.items()],
        )
    return rows_to_table(
        ["Column", "Type", "Unit", "Formula", "Meaning", "Sens"],
        [
            [code(name), kinds.get(name, "float64"), one.unit, one.formula, one.en, one.fr]
            for name, one in columns.items()
        ],
    )


def state_tables() -> str:
    """Return the state variables, entity by entity.

    Raises:
        ValueError: when a field of the state has no meaning here, or a meaning no field.
    """
    parts, said = [], dict[int, set[str]]()
    fields = {id(kind): set(getattr(kind, "names", None) or kind._fields) for kind, _ in STATE.values()}
    for title, (kind, text) in STATE.items():
        rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
        said.setdefault(id(kind), set()).update(row[0] for row in rows)
        shown = [[code(row[0]), *row[1:]] for row in rows]
        parts.append(f"*{title}*\n\n" + rows_to_table(["Variable", "Symbol", "Unit", "Meaning"], shown))
    wrong = {name for key, names in fields.items() for name in names ^ said[key]}
    if wrong:
        raise ValueError(f"entente/documentation.py and sim/state.py do not agree on {', '.join(sorted(wrong))}")
    return "\n\n".join(parts)


def constants_table() -> str:
    """Return the named numbers that stand in the rules instead of among the parameters."""
    rows = [[code(name), value, meaning, code(file)] for name, value, meaning, file in constants()]
    return rows_to_table(["Constant", "Value", "Meaning", "File"], rows)


def constants() -> Iterator[tuple[str, str, str, str]]:
    """Yield every named number of the rules that something reads: name, value, what its line says of it, file."""
    folder = model_folder()
    files = [
        *sorted((folder / "rules").glob("*.py")),
        folder / "chance.py",
        folder / "state.py",
        folder / "summaries.py",
    ]
    sources = {file: file.read_text(encoding="utf-8") for file in files}
    whole = "\n".join(sources.values())
    for file, source in sources.items():
        comments = {
            token.start[0]: token.string.lstrip("# ")
            for token in tokenize.generate_tokens(io.StringIO(source).readline)
            if token.type == tokenize.COMMENT
        }
        for node in ast.parse(source).body:
            for name, value in named_numbers(node):
                if len(re.findall(rf"\b{name}\b", whole)) > 1:
                    meaning = comments.get(node.lineno, "") or SAID.get(name, "")
                    yield name, value, meaning, file.relative_to(folder.parent).as_posix()


def named_numbers(node: ast.stmt) -> Iterator[tuple[str, str]]:
    """Yield the names in capitals that a line gives a number, and the number as written."""
    if not isinstance(node, ast.Assign):
        return
    for target in node.targets:
        both = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
        pairs = zip(target.elts, node.value.elts, strict=True) if both else [(target, node.value)]  # type: ignore[attr-defined]
        for name, value in pairs:
            if isinstance(name, ast.Name) and name.id.isupper() and is_number(value) and name.id not in UNSAID:
                yield name.id, ast.unparse(value)


def is_number(node: ast.AST) -> bool:
    """Tell whether an expression is a number, or a sum or product of numbers."""
    if isinstance(node, ast.BinOp):
        return is_number(node.left) and is_number(node.right)
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)


# Codes and places in arrays: numbers that stand for a name and measure nothing.
UNSAID = {"NOWHERE", "KEEP", "CASE", "JOIN", "LEAD", "OPEN", "SETTLE", "REOPEN", "GOALS_MET", "DESERTED", "DORMANT"}


def options_table(group: str) -> str:
    """Return what the files of a group say of themselves."""
    rows = [[code(f"{group}={name}"), one.en, one.fr, "; ".join(one.sources)] for name, one in every(group)]
    return rows_to_table(["Option", "What it is", "Ce que c'est", "Source"], rows)


def every(group: str) -> Iterator[tuple[str, Option]]:
    """Yield the options of a group."""
    for name in options(group):
        yield name, option(group, name)


def axes_table(group: str) -> str:
    """Return the place of each option of a group on its axes: one line per axis, one column per option."""
    columns = {
        title: values for name, one in every(group) for title, values in on_axes(group, name, one.values()).items()
    }
    axes = [one.path.removeprefix(f"{group}.") for one in every_parameter() if one.path.startswith(f"{group}.")]
    said = [axis for axis in axes if any(axis in values for values in columns.values())]
    rows = [[code(axis), *(str(values.get(axis, "")) for values in columns.values())] for axis in said]
    return rows_to_table([group.capitalize(), *columns], rows)


def on_axes(group: str, name: str, values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what an option sets by axis, under its name; and what it changes during a run, under its name and week."""
    if not any(path.startswith(f"{group}.") for path in values):
        return {name: values}
    found = {name: {path.removeprefix(f"{group}."): value for path, value in values.items()}}
    for path, week in values.items():
        if path.startswith("changes.") and path.endswith(".week"):
            lead = f"{path.removesuffix('week')}set.{group}."
            later = {at.removeprefix(lead): value for at, value in values.items() if at.startswith(lead)}
            found[f"{name}, from week {week}"] = later
    return found


def channels_table() -> str:
    """Return the channels of every rhythm of communication."""
    axes = [
        one.path.rpartition(".")[2] for one in every_parameter() if one.path.startswith("communication.channels.<id>.")
    ]
    rows = []
    for name, one in every("communication"):
        values = one.values()
        found = dict.fromkeys(path.split(".")[1] for path in values if path.startswith("channels."))
        rows += [
            [code(name), channel, *(str(values.get(f"channels.{channel}.{axis}", "")) for axis in axes)]
            for channel in found
        ]
    return rows_to_table(["Rhythm", "Channel", *axes], rows)


def scenarios_table() -> str:
    """Return the scenarios that come with the model."""
    rows = []
    for name, document in scenario_documents():
        if isinstance(document, Document) and document.path.is_relative_to(HERE.parent):
            tree = document.tree
            pairs = [pair for item in tree.get("defaults") or [] if isinstance(item, dict) for pair in item.items()]
            chosen = {key.removeprefix(OVERRIDE): value for key, value in pairs}
            rows.append(
                [code(name), text_of(tree.get("title"), "en"), text_of(tree.get("title"), "fr"),
                 str(organisations_in(tree)), str(tree.get("weeks", Settings().weeks)),
                 *(str(chosen.get(group, "")) for group in GROUPS), "; ".join(source_marks(tree))]
            )  # fmt: skip
    head = ["Scenario", "Title", "Titre", "Organisations", "Weeks", *(group.capitalize() for group in GROUPS), "Source"]
    return rows_to_table(head, rows)


def source_marks(tree: dict[str, Any]) -> list[str]:
    """Return the marks of the sources of a scenario: ``[S2]`` and so on."""
    return [mark[0] for said in tree.get("sources") or [] if (mark := re.match(r"\[S\d\]", str(said)))]


def stages_table() -> str:
    """Return the stages of the process where a scenario says nothing of them."""
    rows = [
        [code(name), f"{stage.work:g}", f"{stage.breadth:g}", "yes" if stage.broad else "no",
         ", ".join(kind.value for kind in stage.expertise)]
        for name, stage in default_stages().items()
    ]  # fmt: skip
    return rows_to_table(["Stage", "Useful hours", "Breadth", "Broad", "Expertise"], rows)


TABLES: dict[str, Callable[[], str]] = {
    "parameters": lambda: parameter_tables(model_parameters(), ["en"], "####"),
    "parameters both": lambda: parameter_tables(model_parameters(), ["en", "fr"], "###"),
    "run": run_table,
    "mechanisms": mechanisms_table,
    "phases": lambda: phases_table("en"),
    "phases fr": lambda: phases_table("fr"),
    "state": state_tables,
    "constants": constants_table,
    "series": lambda: measures_table(SERIES, {}, both=False),
    "organisation series": lambda: measures_table(ORGANISATION_SERIES, {}, both=False),
    "summaries": lambda: measures_table(SUMMARIES, {}, both=False),
    "case tally": lambda: measures_table(CASE_TALLY, {}, both=True),
    "series both": lambda: measures_table(SERIES, {}, both=True),
    "organisation series both": lambda: measures_table(ORGANISATION_SERIES, {}, both=True),
    "summaries both": lambda: measures_table(SUMMARIES, KINDS, both=True),
    "leadership": lambda: options_table("leadership"),
    "leadership axes": lambda: axes_table("leadership"),
    "communication": lambda: options_table("communication"),
    "channels": channels_table,
    "governance": lambda: options_table("governance"),
    "governance axes": lambda: axes_table("governance"),
    "scenarios": scenarios_table,
    "stages": stages_table,
}


def value_of(path: str, language: str) -> str:
    """Return the value of a default, as written in a language.

    Raises:
        KeyError: when no setting has that path.
    """
    values = dict(flatten(as_tree(Settings())))
    if path not in values:
        raise KeyError(path)
    text = f"{values[path]:g}" if isinstance(values[path], float) else str(values[path])
    return text.replace(".", ",") if language == "fr" else text


def rewritten(text: str) -> str:
    """Return a page with its generated parts made anew.

    Raises:
        KeyError: when it asks for a table or a value that does not exist.
        ValueError: when a generated part is opened and not closed.
    """
    if len(OPENED.findall(text)) != len(TABLE.findall(text)) + len(VALUE.findall(text)):
        raise ValueError("a generated part is not closed with <!-- end --> or <!-- /value -->")
    text = TABLE.sub(lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n\n{found[3]}", text)
    return VALUE.sub(lambda found: found[1] + value_of(found[2], found[3] or "en") + found[4], text)


def pages() -> list[Path]:
    """Return the pages of the checkout that this package stands in."""
    root = HERE.parent
    return [path for path in [root / "README.md", *sorted((root / "docs").glob("*.md"))] if path.is_file()]


def main(words: Sequence[str] | None = None) -> int:
    """Rewrite the generated parts; with ``--check`` only say which pages are stale and return 1 if any is."""
    parser = argparse.ArgumentParser(prog="python -m entente.documentation", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args(words).check
    stale = 0
    for page in pages():
        before = page.read_text(encoding="utf-8")
        try:
            after = rewritten(before)
        except (KeyError, ValueError) as error:
            print(f"{page}: {error}", file=sys.stderr)
            return 2
        if after != before:
            stale += 1
            print(f"{page.relative_to(HERE.parent)}: {'stale' if check else 'rewritten'}")
            if not check:
                page.write_text(after, encoding="utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
