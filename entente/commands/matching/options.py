"""How a matching is made, beside how each of its runs is: declared like every parameter."""

from dataclasses import dataclass
from typing import Annotated

from entente.config.run_settings import choice
from entente.sim.model.declare import parameters
from entente.studies.options import ExecutorOptions


@dataclass
class MatchOptions(ExecutorOptions):
    """How a matching is made."""

    points: Annotated[
        int, choice("Settings tried in each wave", "Réglages essayés à chaque vague", 16, 100_000)
    ] = 512  # fmt: skip
    waves: Annotated[int, choice("Waves at most", "Vagues au plus", 1, 100)] = 8
    misses: Annotated[
        int,
        choice("Targets that a setting may miss and be kept all the same: the worst for it",
               "Cibles qu'un réglage peut manquer sans être écarté : les pires pour lui", 0, 5),
    ] = 1  # fmt: skip
    members: Annotated[
        int, choice("Settings of the plausible sample", "Réglages de l'échantillon plausible", 1, 100_000)
    ] = 200  # fmt: skip
    output: Annotated[
        str | None,
        choice("Folder of the matching; the same command again goes on with it "
               "(null: results/match, or the next free one)",
               "Dossier du calage ; la même commande le poursuit (null : results/match, ou le suivant libre)"),
    ] = None  # fmt: skip
    overwrite: Annotated[
        bool, choice("Begin anew where the folder holds another matching",
                     "Recommencer là où le dossier contient un autre calage")
    ] = False  # fmt: skip


MATCH_OPTIONS = {one.path: one for one in parameters(MatchOptions)}
