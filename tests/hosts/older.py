"""Another version of this repository beside this one: its tree, and the model that its own code trains from its own data.

`CIVICLINE_UPGRADE_FROM` names a tag or a commit; without it the newest tag, and where there is none what stood a day ago. It runs with
this tree's environments: what a version needs of other packages is not tried here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher import processes
from launcher.paths import ENVS, ROOT

VARIABLE = "CIVICLINE_UPGRADE_FROM"
_TRAINS_WITHIN_S = 900


def version() -> str | None:
    """The commit; None where this is no repository with a past."""
    if named := os.environ.get(VARIABLE):
        return _git("rev-parse", "--verify", f"{named}^{{commit}}")
    if tag := _git("describe", "--tags", "--abbrev=0"):
        return tag
    latest = _git("log", "-1", "--format=%ct")
    return _git("rev-list", "-1", "--first-parent", f"--before={int(latest) - 86_400}", "HEAD") if latest else None


@contextmanager
def older_tree(folder: Path, commit: str) -> Iterator[tuple[Path, Path]]:
    """(its tree, its model); the tree is gone after the block, the model stays in the cache."""
    tree = folder / "older"
    subprocess.run(["git", "worktree", "add", "--detach", str(tree), commit], cwd=ROOT, check=True, capture_output=True)
    try:
        (tree / ".envs").symlink_to(ENVS)
        yield tree, _model_of(tree)
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=ROOT, capture_output=True)


def _model_of(tree: Path) -> Path:
    """Trained by the older code, or from the cache of models."""
    command = [sys.executable, "-c", "from launcher.model import ensure_model; print('MODEL', ensure_model())"]
    log = tree.with_suffix(".log")
    making = processes.start(command, log, os.environ, tree)
    try:
        making.wait(_TRAINS_WITHIN_S)
    finally:
        processes.stop_group(making, 5.0)  # training has processes of its own
    told = log.read_text()
    assert making.returncode == 0, told[-3000:]
    return Path(next(line.split(maxsplit=1)[1] for line in told.splitlines() if line.startswith("MODEL ")))


def _git(*asked: str) -> str | None:
    done = subprocess.run(["git", *asked], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() or None if done.returncode == 0 else None
