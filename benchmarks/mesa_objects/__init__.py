"""The same model written with Mesa alone: objects, attributes, dictionaries of ties, loops.

The compiled engine is timed against it, and checked by it: it was written from ``docs/odd.md``, reads the same settings
and shares no rule, no array and no random number with ``sim``. ``check`` compares the two.

    partnership = Partnership(entente.settings("lethbridge"), seed=1)
    partnership.run()
    partnership.series["mobilisation"].plot()
"""

from benchmarks.mesa_objects.model import Partnership
from benchmarks.mesa_objects.organisation import Organisation

__all__ = ["Organisation", "Partnership"]
