"""The file of the page: one HTML document that holds everything, and asks no host for anything."""

import base64
import gzip
import hashlib
import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from entente.page.bundle import bundle_modules
from entente.page.engine import read_engine

_HERE = Path(__file__).parent
_SCRIPTS = _HERE / "js"


def page_document(data: Mapping[str, Any]) -> str:
    """Return the page as HTML.

    Args:
        data: what ``entente.page.data.page_data`` returns; a text in it, whoever wrote it, is only ever data.
    """
    language = data["start"]["language"]
    script, worker = (f"\n{bundle_modules(_SCRIPTS / name)}" for name in ("main.js", "worker.js"))
    style = f"\n{(_HERE / 'style.css').read_text(encoding='utf-8')}"
    return Template((_HERE / "page.html").read_text(encoding="utf-8")).substitute(
        title=escape(data["words"][language]["page_title"]),
        language=language,
        policy=security_policy(script, style),
        style=style,
        script=script,
        worker=worker,
        engine=pack(read_engine()),
        data=pack(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()),
    )


def security_policy(script: str, style: str) -> str:
    """Return what the browser may do for the page: run this script and the engine, show this style, nothing else."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {source_hash(script)} 'wasm-unsafe-eval'",
            f"style-src {source_hash(style)}",
            "img-src data: blob:",
            "worker-src blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def source_hash(text: str) -> str:
    """Return the source of a security policy that stands for a text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def pack(content: bytes) -> str:
    """Compress bytes and return them as text, the same for the same bytes."""
    return base64.b64encode(gzip.compress(content, compresslevel=9, mtime=0)).decode()
