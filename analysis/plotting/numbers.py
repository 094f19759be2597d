"""Numbers as each language writes them: thousands, decimals, percentages, signs."""

import math

NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"


def format_signed(value: float, decimals: int, language: str) -> str:
    """Write a difference with its sign."""
    if not math.isfinite(value):
        return "–"
    text = format_number(abs(value), language, decimals)
    sign = "" if float(f"{abs(value):.{decimals}f}") == 0 else "−" if value < 0 else "+"
    return sign + text


def format_number(value: float, language: str, decimals: int = 0) -> str:
    """Write a number: ``1,234.5`` in English, ``1 234,5`` with a narrow no-break space in French."""
    text = f"{value:,.{decimals}f}"
    return text.replace(",", NARROW_SPACE).replace(".", ",") if language == "fr" else text


def format_percent(share: float, language: str, decimals: int = 0) -> str:
    """Write a share from 0 to 1: ``50%`` in English, ``50 %`` with a narrow no-break space in French."""
    text = format_number(100 * share, language, decimals)
    return f"{text}{NARROW_SPACE}%" if language == "fr" else f"{text}%"
