"""A Dask cluster of processes of its own, as on a real cluster."""

import subprocess
import sys
import time
from contextlib import contextmanager


@contextmanager
def cluster(folder, environment):
    """Start a scheduler and a worker in that environment, and give the scheduler's file and process."""
    file, made = folder / "scheduler.json", []
    options = {"cwd": folder, "env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    shared = ["--host=127.0.0.1", f"--scheduler-file={file}", "--dashboard-address=:0"]
    try:
        for tool, *more in (("scheduler", "--port=0"), ("worker", "--no-nanny", "--nthreads=1")):
            words = [sys.executable, "-m", f"distributed.cli.dask_{tool}", *shared, *more]
            made.append(subprocess.Popen(words, **options))
        wait_for(file.is_file)
        yield file, made[0]
    finally:
        for one in made:
            one.kill()
            one.wait()


def wait_for(what):
    """Wait until something is so."""
    limit = time.monotonic() + 60
    while not what():
        assert time.monotonic() < limit, "it took too long"
        time.sleep(0.05)
