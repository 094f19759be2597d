"""How a scenario is run: how many times, from which seed, and where the results go. Declared like every parameter."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Annotated, Any

from entente.sim.model.declare import ASSUMED, About, Grade, Parameter, parameters


class Format(StrEnum):
    """How tables are written."""

    PARQUET = "parquet"
    CSV = "csv"
    EXCEL = "excel"

    @property
    def suffix(self) -> str:
        """Return what the names of such files end with."""
        return "xlsx" if self is Format.EXCEL else self.value


def choice(en: str, fr: str, low: float | None = None, high: float | None = None, unit: str = "") -> About:
    """Declare one choice of how to run."""
    return About(low, high, unit, Grade(ASSUMED), "convention", en, fr)


def bool_as_word(value: Any) -> Any:
    """Return true and false as words, so that validation does not take them for 1 and 0; anything else as it is."""
    return str(value).lower() if isinstance(value, bool) else value


@dataclass
class Run:
    """What decides how the model is run, but nothing of what it represents."""

    replicates: Annotated[
        int, choice("Runs that differ by chance alone", "Simulations qui ne diffèrent que par le hasard", 1, 10_000_000)
    ] = 200
    seed: Annotated[
        int, choice("Where chance starts: same seed, same results", "Départ du hasard : même graine, mêmes résultats",
                    0, 2**32 - 1)
    ] = 1  # fmt: skip
    output: Annotated[
        str | None,
        choice("Folder of the results (null: results/<scenario>, or the next free results/<scenario>-2...)",
               "Dossier des résultats (null : results/<scénario>, ou le suivant libre, results/<scénario>-2...)"),
    ] = None  # fmt: skip
    format: Annotated[Format, choice("Tables as parquet, csv or excel", "Tables en parquet, csv ou excel")] = (
        Format.PARQUET
    )
    overwrite: Annotated[
        bool, choice("Replace the results already in that folder", "Remplacer les résultats déjà dans ce dossier")
    ] = False
    by_organisation: Annotated[
        bool,
        choice(
            "Also write the weekly series of each organisation",
            "Écrire aussi les séries hebdomadaires de chaque organisation",
        ),
    ] = False
    by_group: Annotated[
        bool, choice("Also write the weekly series of each sector and territory",
                     "Écrire aussi les séries hebdomadaires de chaque secteur et de chaque territoire")
    ] = False  # fmt: skip
    attendance: Annotated[
        bool, choice("Also write who came to each meeting", "Écrire aussi qui est venu à chaque rencontre")
    ] = False
    plausible: Annotated[
        int | str | None,
        choice("Spread the replicates over so many plausible settings of the rules, or over those of a CSV file "
               "(null: the defaults)",
               "Répartir les réplicats sur autant de réglages plausibles des règles, ou sur ceux d'un fichier CSV "
               "(null : les valeurs par défaut)"),
    ] = None  # fmt: skip
    threads: Annotated[
        int | None, choice("Threads (null: one for each core)", "Fils d'exécution (null : un par cœur)", 1, 1024)
    ] = None


RUN_PARAMETERS = {one.path: one for one in parameters(Run)}
# What a run's own settings.yaml keeps: what its tables depend on, not the place or the machine.
SAVED = ("replicates", "seed", "format", "by_organisation", "by_group", "attendance", "plausible")
DECIDED_BY_CALLER = tuple(name for name in RUN_PARAMETERS if name not in SAVED)  # never by a scenario or a study file


def saved_run_settings(run: Run) -> dict[str, Any]:
    """Return what ``settings.yaml`` keeps of a run configuration, as built-in values."""
    tree = asdict(run)
    return {name: str(tree[name]) if name == "format" else tree[name] for name in SAVED}


def every_parameter() -> Iterator[Parameter]:
    """Yield every parameter that an override may name: those of the model, then those of how it is run."""
    from entente.sim.model.situation import Settings

    yield from parameters(Settings)
    yield from RUN_PARAMETERS.values()
