"""The report of plans as HTML that prints to two pages, on Letter and A4 paper, with more behind them on a screen."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from entente.commands.portfolios.committee import CommitteeReport
from entente.i18n import N_, say
from entente.results.deliverables import svg_in

BEHIND = N_("Behind these two pages")
FIGURES_BEHIND = ("curves", "wheel", "pathways", "questions")
REPORT_STYLE = """
@page { margin: 11mm 12mm; }
:root { color-scheme: light; }
body { font: 9.4pt/1.34 "Source Sans 3", "Segoe UI", Helvetica, Arial, sans-serif; color: #222; margin: 0 auto;
  max-width: 186mm; padding: 8mm; }
h1 { font-size: 15pt; margin: 0 0 1mm; } h2 { font-size: 10.6pt; margin: 3.2mm 0 .8mm; color: #0b5a94; }
p { margin: 0 0 1.4mm; } ul { margin: 0; padding-left: 4.5mm; } li { margin: 0 0 .7mm; }
.warning { color: #8a3b00; font-weight: 600; } .answer p { font-size: 10.4pt; }
.goals { color: #555; font-size: 8.4pt; }
table { border-collapse: collapse; width: 100%; margin: 2mm 0 1mm; font-size: 8.6pt; }
th { text-align: left; border-bottom: .5mm solid #0b5a94; vertical-align: bottom; }
th, td { padding: .7mm 1.6mm .7mm 0; } td { border-bottom: .2mm solid #ccc; vertical-align: top; }
th:nth-child(4), th:nth-child(5), td:nth-child(4), td:nth-child(5) { text-align: right; white-space: nowrap; }
td:nth-child(1) { width: 42%; } td:nth-child(3) { width: 26%; }
svg { width: 100%; height: auto; max-height: 92mm; } code { font-size: 8pt; overflow-wrap: anywhere; }
.second { break-before: page; border-top: .3mm solid #ccc; padding-top: 4mm; margin-top: 6mm; }
.behind svg { max-height: none; }
@media print { body { padding: 0; max-width: none; } .behind { display: none; }
  .second { border: 0; margin: 0; padding: 0; font-size: 8.5pt; line-height: 1.25; }
  .second h2 { margin-top: 2.4mm; } .second li { margin-bottom: .4mm; } }
"""


def committee_html(report: CommitteeReport, folder: Path, live: str, language: str) -> str:
    """Return the report as one HTML file.

    Args:
        report: what the committee reads.
        folder: where the figures are, as SVG, and the tables.
        live: name of the live page; nothing where there is none.
        language: ``fr`` or ``en``.
    """
    answer = "".join(f"<p>{escape(one)}</p>" for one in report.answer)
    first = (
        f"<section><h1>{escape(report.title)}</h1><p class='warning'>{escape(report.warning)}</p>"
        f"<div class='answer'>{answer}</div>{table_html(report.head, report.rows)}"
        f"<p class='goals'>{escape(report.goals)}</p>{svg_in(folder / 'plans.svg')}</section>"
    )
    parts = "".join(f"<h2>{escape(title)}</h2>{lines_html(lines, report.command)}" for title, lines in report.parts)
    return (
        f"<!doctype html><html lang='{language}'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width'>"
        f"<title>{escape(report.title)}</title><style>{REPORT_STYLE}</style></head><body>{first}"
        f"<section class='second'>{parts}</section>{behind_html(folder, live, language)}</body></html>\n"
    )


def table_html(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table."""
    heads = "".join(f"<th>{escape(one)}</th>" for one in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def lines_html(lines: Sequence[str], command: str) -> str:
    """Return lines as a list, the command as it is typed."""
    items = (f"<code>{escape(one)}</code>" if one == command else escape(one) for one in lines)
    return f"<ul>{''.join(f'<li>{one}</li>' for one in items)}</ul>"


def behind_html(folder: Path, live: str, language: str) -> str:
    """Return what is behind the two pages and is not printed: the live page, figures, and links to the tables."""
    drawn = "".join(svg_in(folder / f"{name}.svg") for name in FIGURES_BEHIND)
    tables = sorted(one.name for one in folder.glob("*.csv"))
    links = ", ".join(f"<a href='{escape(name)}'>{escape(name)}</a>" for name in tables)
    titled = escape(say("Tables", language)) + say(": ", language)
    named = escape(say("The live page: this partnership and these plans, simulated as you watch", language))
    link = f"<p><a href='{escape(live)}'>{named}</a></p>" if live else ""
    return (
        f"<section class='behind'><h2>{escape(say(BEHIND, language))}</h2>{link}{drawn}<p>{titled}{links}</p></section>"
    )


def write_docx(report: CommitteeReport, figure: Path, path: Path) -> None:
    """Write the report as a document of Word; python-docx must be there.

    Args:
        report: what the committee reads.
        figure: the drawing of the plans, as PNG.
        path: of the document.

    Raises:
        OSError: when it cannot be written.
    """
    from docx import Document
    from docx.shared import Mm, Pt

    document = Document()
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(13)
    normal = document.styles["Normal"]
    normal.font.size, normal.paragraph_format.space_after = Pt(9), Pt(3)
    document.add_heading(report.title, 1)
    document.add_paragraph().add_run(report.warning).bold = True
    for one in report.answer:
        document.add_paragraph(one)
    table = document.add_table(rows=1, cols=len(report.head), style="Light Grid Accent 1")
    for rank, row in enumerate((report.head, *report.rows)):
        cells = table.rows[0].cells if rank == 0 else table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    document.add_paragraph(report.goals)
    document.add_picture(str(figure), width=Mm(175))
    document.add_page_break()
    for title, lines in report.parts:
        document.add_heading(title, 2)
        for one in lines:
            document.add_paragraph(one, style="List Bullet")
    document.save(str(path))
