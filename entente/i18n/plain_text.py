"""Texts of others, made safe to show: whatever a scenario holds, it commands neither a terminal nor a reader of XML."""

import re

# What a terminal takes for a command (ECMA-48): colours, titles of windows, links.
_SEQUENCES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])?")
_SHOWN = "\t\n\r"
_HIDDEN = dict.fromkeys(
    [
        *(code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _SHOWN),
        *range(0x202A, 0x202F), *range(0x2066, 0x206A),  # that turn the order of what follows, of another text too
        *range(0xD800, 0xE000), 0xFFFE, 0xFFFF,  # that no file can hold
    ]
)  # fmt: skip


def plain_text(text: str) -> str:
    """Return a text without what is no text: commands of terminals, control characters, halves of characters."""
    return _SEQUENCES.sub("", text).translate(_HIDDEN)
