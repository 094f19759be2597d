"""On what it was measured: processor, caches, versions, and how busy the machine was."""

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

import entente

PACKAGES = ("numpy", "numba", "llvmlite", "mesa")
CACHES = Path("/sys/devices/system/cpu/cpu0/cache")


def machine() -> dict[str, str]:
    """Return what there is to say of this machine, by name."""
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
    """Return the name of the processor, with its family and model where the system tells them."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    said = dict(re.findall(r"^(model name|cpu family|model)\s*:\s*(.+)$", told, re.MULTILINE))
    name = said.get("model name", platform.machine())
    return f"{name} (family {said['cpu family']}, model {said['model']})" if "cpu family" in said else name


def caches() -> str:
    """Return the caches of the first core, where the system tells them."""
    found = []
    for folder in sorted(CACHES.glob("index*")):
        level, kind, size = ((folder / name).read_text().strip() for name in ("level", "type", "size"))
        if kind != "Instruction":
            found.append(f"L{level} {size}")
    return ", ".join(found) or "not told"


def load() -> str:
    """Return how many processes wanted a core over the last minute, on average; this one counts too."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not told"
