"""The texts of the page's own interface, in English; their French is in the catalogue, like that of all others."""

from entente.i18n import N_

WORDS = {
    "page_title": N_("Entente: what makes a partnership run out of steam"),
    "language": N_("Language"),
    "play": N_("Play"),
    "pause": N_("Pause"),
    "step": N_("One week further"),
    "restart": N_("Restart"),
    "another_life": N_("Another life"),
    "speed": N_("Speed"),
    "week": N_("Week {n}"),
}
