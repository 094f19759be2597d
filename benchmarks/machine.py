"""The machine of a measurement: processor, caches, versions, and how busy it was."""

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

import entente

PACKAGES = ("numpy", "numba", "llvmlite", "mesa")
CACHES = Path("/sys/devices/system/cpu/cpu0/cache")


def machine() -> dict[str, str]:
    """Describe this machine: processor, caches and versions, by name."""
    return {
        "processor": processor(),
        "cores": str(os.cpu_count()),
        "caches": caches(),
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "entente": entente.__version__,
        **{name: version(name) for name in PACKAGES},
    }


def processor() -> str:
    """Return the name of the processor, with its family and model where the system gives them."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    said = dict(re.findall(r"^(model name|cpu family|model)\s*:\s*(.+)$", text, re.MULTILINE))
    name = said.get("model name", platform.machine())
    return f"{name} (family {said['cpu family']}, model {said['model']})" if "cpu family" in said else name


def caches() -> str:
    """Return the caches of the first core, where the system gives them."""
    found = []
    for folder in sorted(CACHES.glob("index*")):
        level, kind, size = ((folder / name).read_text().strip() for name in ("level", "type", "size"))
        if kind != "Instruction":
            found.append(f"L{level} {size}")
    return ", ".join(found) or "unknown"


def load() -> str:
    """Return the mean number of processes that wanted a core over the last minute, this one included."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
