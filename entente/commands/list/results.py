"""``entente list results``: what is in the folders that commands left, and what sets them apart."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from entente.config.changes import changed_settings
from entente.config.configuration import Configuration, configure
from entente.config.output_folder import PARTS
from entente.i18n import N_, number, say
from entente.results.checksums import DamagedError
from entente.results.deliverables import RUN_MANIFEST, read_run_manifest
from entente.sim.validation.validate import SettingsError
from entente.studies.study import Study
from entente.studies.study_files import DESIGN, STUDY_MANIFEST, read_manifest

_HEAD = (N_("folder"), N_("what"), N_("scenario"), N_("when"), N_("replicates"), N_("state"), N_("what differs"))
_KINDS = {
    "run": N_("run"), "comparison": N_("comparison"), "sweep": N_("sweep"), "patterns": N_("patterns"),
    "anchors": N_("anchors"), "levers": N_("levers"), "ablation": N_("ablation"),
}  # fmt: skip
_DEPTH = ("*", "*/*")  # studies of an analysis stand in a folder of their own inside that of the analysis


class ResultsFolder(NamedTuple):
    """What a folder holds: its kind, scenario, replicates, state and changes, as text; when it was last written."""

    folder: Path
    kind: str
    scenario: str
    when: float
    replicates: str
    state: str
    changes: str


def result_rows(root: Path, language: str) -> tuple[Sequence[str], list[Sequence[str]]]:
    """Return what is under a folder, the newest first."""
    found = sorted(results_under(root, language), key=lambda one: (-one.when, str(one.folder)))
    return _HEAD, [
        (str(one.folder), one.kind, one.scenario, f"{datetime.fromtimestamp(one.when):%Y-%m-%d %H:%M}",
         one.replicates, one.state, one.changes)
        for one in found
    ]  # fmt: skip


def results_under(root: Path, language: str) -> Iterator[ResultsFolder]:
    """Yield what folders under another hold; those that no command left are passed over."""
    for folder in (one for depth in _DEPTH for one in root.glob(depth) if one.is_dir()):
        try:
            found = results_in(folder, language)
        except DamagedError:
            found = ResultsFolder(folder, "", "", folder.stat().st_mtime, "", say("damaged", language), "")
        if found is not None:
            yield found


def results_in(folder: Path, language: str) -> ResultsFolder | None:
    """Return what a folder holds, or None when no command left anything there.

    Raises:
        DamagedError: when it cannot be read.
    """
    if (folder / STUDY_MANIFEST).is_file() and (folder / DESIGN).is_file():
        return study_in(folder, language)
    if (about := read_run_manifest(folder)) is not None and (kind := kind_of(folder, about)):
        return deliverables_in(folder, kind, about, language)
    if (parts := read_manifest(folder / PARTS)) is not None:
        return unfinished_in(folder, parts, language)
    return None


def kind_of(folder: Path, about: dict[str, Any]) -> str:
    """Return what left the deliverables in a folder; an empty text when it is not known."""
    design = about.get("design") or read_manifest(folder / PARTS) or {}
    return str(design.get("identity", {}).get("kind", ""))


def study_in(folder: Path, language: str) -> ResultsFolder:
    """Return what a study is about: what varies in it, and how far it is."""
    study = Study(folder)
    words = [word for word in study.manifest["command"] if not word.startswith(("output=", "scenario=", "replicates="))]
    scenarios = [word.partition("=")[2] for word in study.manifest["command"] if word.startswith("scenario=")]
    state = state_text(study.complete, study.batches_done, study.batches, language)
    return ResultsFolder(folder, say(_KINDS["sweep"], language), *scenarios[-1:] or [""],
                         written_at(folder / STUDY_MANIFEST), number(study.replicates, language, 0), state,
                         ", ".join(words))  # fmt: skip


def deliverables_in(folder: Path, kind: str, about: dict[str, Any], language: str) -> ResultsFolder:
    """Return what a run, a comparison or an experiment left."""
    counts = about["replicates"] if isinstance(about.get("replicates"), dict) else {}
    done, asked = (counts.get(name, about["run"]["replicates"]) for name in ("done", "asked"))
    state = state_text(not about.get("interrupted"), done, asked, language)
    scenario, changes = changes_in(folder, about, language)
    return ResultsFolder(folder, say(_KINDS.get(kind, kind), language), scenario, written_at(folder / RUN_MANIFEST),
                         number(done, language, 0), state, changes)  # fmt: skip


def unfinished_in(folder: Path, about: dict[str, Any], language: str) -> ResultsFolder:
    """Return what is under way in a folder, or was stopped before it left anything."""
    kind = str(about["identity"].get("kind", ""))
    name = str((about["identity"].get("settings") or {}).get("name") or "")
    when, state = written_at(folder / PARTS / STUDY_MANIFEST), say("not finished", language)
    return ResultsFolder(folder, say(_KINDS.get(kind, kind), language), name, when, "", state, "")


def changes_in(folder: Path, about: dict[str, Any], language: str) -> tuple[str, str]:
    """Return the title of the scenario of deliverables, and what they change of it, as one types it."""
    if "overrides" in about:  # a comparison: what is compared stands in its request
        words = [one for one in about["overrides"] if not one.startswith(("output=", "scenario=", "replicates="))]
        named = [one.partition("=")[2] for one in about["overrides"] if one.startswith("scenario=")]
        return (named or [""])[-1], ", ".join(words)
    try:
        configuration = configure([], {"scenario": folder / "settings.yaml"}, "arguments")
    except SettingsError:
        return "", ""
    changes = changes_of(configuration, str(about["choices"]["scenario"]))
    seed = {} if about["seed"] == 1 else {"seed": about["seed"]}
    title = configuration.settings.title.in_language(language) or configuration.settings.name
    return title, ", ".join(f"{name}={value}" for name, value in {**changes, **seed}.items())


def changes_of(configuration: Configuration, scenario: str) -> dict[str, str]:
    """Return what a configuration changes of its scenario, which may be a file of the current folder."""
    for named in (scenario, f"{scenario}.yaml", f"scenarios/{scenario}.yaml"):
        try:
            configure([], {"scenario": named}, "arguments")
        except SettingsError:
            continue
        return changed_settings(configuration, named)
    return {}


def state_text(finished: bool, done: int, asked: int, language: str) -> str:
    """Return whether something is finished, or how far it went."""
    if finished:
        return say("finished", language)
    return say(
        "stopped at {done} of {asked}", language, done=number(done, language, 0), asked=number(asked, language, 0)
    )


def written_at(path: Path) -> float:
    """Return when a file was last written, in seconds since 1970."""
    return path.stat().st_mtime
