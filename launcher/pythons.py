"""Finds an interpreter of a wanted version: a name on PATH may be a shim that runs nothing, so each one is tried."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Iterable, Iterator

from launcher.errors import BadSetting, PythonMissing

ASK_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"
BOT_VERSIONS = ("3.10",)
SERVICE_VERSIONS = ("3.11", "3.12", "3.13")


def version_of(python: str) -> str | None:
    """'3.10' when `python` really runs, otherwise None."""
    try:
        answer = subprocess.run([python, "-c", ASK_VERSION], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def candidates(version: str, uv: Path | None = None) -> Iterator[str]:
    """Everything that may be a Python `version` here, likeliest first: PATH, pyenv's folder, what uv knows."""
    yield f"python{version}"
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from (str(path) for path in sorted(pyenv.glob(f"versions/{version}*/bin/python"), reverse=True))
    yield from (f"{folder}/python{version}" for folder in ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"))
    if uv is not None and uv.exists():
        found = _ask_uv(uv, version)
        if found:
            yield found


def _ask_uv(uv: Path, version: str) -> str | None:
    command = [str(uv), "python", "find", "--no-project", version]
    env = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    answer = subprocess.run(command, capture_output=True, text=True, env=env)
    return answer.stdout.strip() or None


def find(versions: Iterable[str], setting: str, purpose: str, uv: Path | None = None) -> str:
    """The first working interpreter of one of `versions`; the variable named `setting` goes before any search."""
    wanted = tuple(versions)
    chosen = os.environ.get(setting)
    if chosen:
        return _checked(chosen, wanted, setting)
    for version in wanted:
        for python in candidates(version, uv):
            if version_of(python) == version:
                return python
    raise PythonMissing(
        f"{purpose} needs Python {' or '.join(wanted)} and none was found on PATH, in pyenv or by uv; install one "
        f"(for example `{uv or 'uv'} python install {wanted[0]}`, or `pyenv install {wanted[0]}`), "
        f"or set {setting} to the path of its python."
    )


def _checked(python: str, wanted: tuple[str, ...], setting: str) -> str:
    version = version_of(python)
    if version is None:
        raise BadSetting(f"{setting} is '{python}', which does not run; set it to a Python {' or '.join(wanted)}.")
    if version not in wanted:
        raise BadSetting(f"{setting} is '{python}', a Python {version}; set it to a Python {' or '.join(wanted)}.")
    return python
