"""A text in both languages."""

from dataclasses import dataclass


@dataclass
class Text:
    """A text in French and in English."""

    fr: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """Return the text in ``fr`` or ``en``, in the other language when that one is missing."""
        return (self.fr or self.en) if language == "fr" else (self.en or self.fr)
