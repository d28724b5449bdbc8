"""Where things lie in the tree; the only module that knows the folder names."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVS = ROOT / ".envs"
TOOL_ENV = ENVS / "tool"
BOT_ENV = ENVS / "bot"
SERVICES_ENV = ENVS / "services"
BUCKET_ENV = ENVS / "bucket"  # a server for tests
REQUIREMENTS = ROOT / "requirements"
MODELS = ROOT / "models"
ENCODER, SECOND_ENCODER = MODELS / "encoder", MODELS / "second-encoder"


def env_python(env: Path) -> Path:
    """The interpreter inside a virtual environment (the folder differs on Windows)."""
    return env / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def var_folder() -> Path:
    """Databases, caches, logs: everything that running makes. CIVICLINE_VAR moves it."""
    return Path(os.environ.get("CIVICLINE_VAR") or ROOT / "var").resolve()


def cache_folder() -> Path:
    """Survives a fresh clone: trained models by content hash. Deleting it only costs time."""
    chosen = os.environ.get("CIVICLINE_CACHE")
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(chosen or Path(base) / "civicline").expanduser()


def shown(path: Path) -> str:
    """A path as a person at the repository's root would type it."""
    try:
        return str(path.relative_to(ROOT))
    except ValueError:
        return str(path)
