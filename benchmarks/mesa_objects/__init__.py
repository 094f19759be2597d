"""The same model as one would write it with Mesa alone: objects, attributes, dictionaries of ties, loops.

It is a peer to measure the compiled engine against, and an independent check of it: written from ``docs/odd.md``, it
reads the same settings and shares no rule, no array and no random number with ``sim``. ``check`` compares the two.

    partnership = Partnership(entente.settings("lethbridge"), seed=1)
    partnership.run()
    partnership.series["mobilisation"].plot()
"""

from benchmarks.mesa_objects.model import Partnership
from benchmarks.mesa_objects.organisation import Organisation

__all__ = ["Organisation", "Partnership"]
