"""Kill a command at one of its file operations, give it again, and see that it ends with the same tables.

``python tests/torture/killing.py KIND STEP FIRST`` kills the command of that kind at the operations FIRST, FIRST + STEP
and so on until it has no more, and prints how many it tried, with what went wrong. Each try is forked from this
process, in which the rules are loaded already.
"""

import json
import os
import shutil
import signal
import sys
import tempfile
import traceback
from pathlib import Path

import pyarrow.parquet as pq

S = ("scenario=twenty_partners", "weeks=6", "threads=1")
RUN = ("run", *S, "seed=2", "replicates=4")
SWEEP = ("sweep", *S, "seed=2", "replicates=4", "leadership.hours=4,8")
KINDS = {  # what is there before, and what is killed
    "run": (None, RUN),
    "run_csv": (None, (*RUN, "format=csv")),
    "run_over": (("run", *S, "seed=1", "replicates=4"), (*RUN, "overwrite=true")),
    "run_more": (("run", *S, "seed=2", "replicates=2"), RUN),
    "run_over_study": (SWEEP, (*RUN, "overwrite=true")),
    "compare": (None, ("compare", *S, "seed=2", "replicates=4", "leadership=shared,broker")),
    "sweep": (None, SWEEP),
    "sweep_over": (("sweep", *S, "seed=1", "replicates=4", "leadership.hours=4,8,12"), (*SWEEP, "overwrite=true")),
    "sweep_more": (("sweep", *S, "seed=2", "replicates=2", "leadership.hours=4,8"), SWEEP),
}
CRASHED = 99
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink"}


class Killer:
    """Counts the file operations under a folder, and kills this process at one of them."""

    def __init__(self, folder, at):
        self.folder, self.at, self.count = str(folder), at, 0

    def note(self):
        self.count += 1
        return self.count == self.at

    def step(self):
        if self.note():
            os.kill(os.getpid(), signal.SIGKILL)

    def hear(self, event, given):
        if event == "open":
            path, _, flags = given
            if isinstance(path, str | bytes | os.PathLike) and flags & WRITING and self.is_under(path):
                self.step()
        elif event in CHANGES and (self.is_under(given[0]) or given[-1] not in (None, -1)):
            self.step()

    def is_under(self, path):
        return not isinstance(path, int) and os.path.abspath(os.fsdecode(path)).startswith(self.folder)

    def install(self):
        """Hear of what Python does, and be asked before what Arrow writes and what is sent to the disk."""
        sync, write = os.fsync, pq.write_table

        def fsync(handle):
            self.step()
            sync(handle)

        def write_table(table, where, *more, **options):
            dies = self.note()
            write(table, where, *more, **options)
            if dies:  # in the middle of the file
                os.truncate(where, Path(where).stat().st_size // 2) if isinstance(where, Path) else None
                os.kill(os.getpid(), signal.SIGKILL)

        os.fsync, pq.write_table = fsync, write_table
        sys.addaudithook(self.hear)


def run_forked(words, folder, at=0):
    """Be the command in a process of its own; return its exit code and how many operations it had."""
    ends = os.pipe()
    process = os.fork()
    if not process:
        with open(folder.parent / "said", "w", encoding="utf-8") as said:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
        killer = Killer(folder, at)
        killer.install()
        from entente.main import main

        code = CRASHED
        try:
            code = main([*words, f"output={folder}"])
            os.write(ends[1], str(killer.count).encode())
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(ends[1])
    with os.fdopen(ends[0], "rb") as counted:
        count = int(counted.read() or b"0")
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), count


def tables(folder):
    """Return what must be the same again, byte for byte."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*")
            if path.suffix in {".parquet", ".csv"} and ".parts" not in path.parts}  # fmt: skip


def leftovers(folder):
    """Return the hidden files that nobody needs."""
    return [path.name for path in folder.rglob(".*") if path.name != ".parts"]


def prepare(first, place):
    """Return a new folder that holds what the first command left, if there is one."""
    folder = place / "out"
    if first is not None:
        assert run_forked(first, folder)[0] == 0, (place / "said").read_text()
    return folder


def torment(kind, step, begin):
    """Kill the command of a kind at every so many operations; return how many tries there were, and what was wrong."""
    from entente.results.deliverables import damaged_files

    first, words = KINDS[kind]
    wrong = []
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        before = prepare(first, place)
        model = place / "model"
        if before.exists():
            shutil.copytree(before, model)
        alone = place / "alone"
        (alone / "x").mkdir(parents=True)
        if kind.endswith("_more"):
            shutil.copytree(before, alone / "x" / "out")
        assert run_forked(words, alone / "x" / "out")[0] == 0, (alone / "x" / "said").read_text()
        expected = tables(alone / "x" / "out")
        tries, count, at = 0, 0, begin
        while not count:
            folder = place / "try" / "out"
            shutil.rmtree(folder.parent, ignore_errors=True)
            folder.parent.mkdir()
            if model.exists():
                shutil.copytree(model, folder)
            _, count = run_forked(words, folder, at)
            if count:
                break  # it had no such operation
            tries += 1
            if (damaged := damaged_files(folder)) and not (folder / ".publishing.json").exists():
                wrong.append(f"{at}: a manifest beside other tables: {damaged}")
            code, _ = run_forked(words, folder)
            if code:
                wrong.append(f"{at}: exit code {code}: {(folder.parent / 'said').read_text()[-300:]}")
            elif tables(folder) != expected:
                found = tables(folder)
                other = sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
                wrong.append(f"{at}: other tables: {other}")
            elif left := leftovers(folder):
                wrong.append(f"{at}: left over: {left}")
            at += step
    return {"kind": kind, "operations": count, "tries": tries, "wrong": wrong}


if __name__ == "__main__":
    from entente.main import main

    with tempfile.TemporaryDirectory() as warm:
        said = os.dup(1)
        os.dup2(2, 1)
        for rank, words in enumerate(filter(None, KINDS[sys.argv[1]])):  # what is forked has loaded what they need
            main([*words, f"output={warm}/{rank}"])
        os.dup2(said, 1)
    print(json.dumps(torment(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
