"""Talk outside of meetings: partners who know and trust one another talk anyway."""

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.mesa_objects.model import Partnership

TALK_EVERY = 4  # weeks: the talk of so many is counted at once


def talk_informally(model: "Partnership") -> None:
    """Add the contacts of some weeks between partners who know and trust one another; what they know passes on."""
    if model.week % TALK_EVERY:
        return
    heard = []
    for one in model.partners:
        talked = news = 0.0
        for other, tie in one.ties.items():
            if other.is_partner:
                talk = TALK_EVERY * model.params.trust.informal * tie.acquaintance * tie.personal
                tie.contact += talk
                talked += talk
                news += talk * other.information
        heard.append((one, talked, news))
    known = {one: one.information for one, _, _ in heard}
    for one, talked, news in heard:
        if talked > 0.0:
            one.information += (1.0 - math.exp(-talked)) * max(0.0, news / talked - known[one])
