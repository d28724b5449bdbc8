"""Models of a drill: trained from a copy of this tree whose examples were changed, never from the tree itself."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher import model
from launcher.paths import BOT_ENV, cache_folder, env_python
from launcher.settings import quiet_environment

_EXAMPLE = re.compile(r"^\s+- ")
_INTENT = re.compile(r"^- intent:")


@contextmanager
def tree() -> Iterator[Path]:
    """A copy of all that training reads."""
    with tempfile.TemporaryDirectory(prefix="civicline-drill-tree-") as folder:
        model.copy_of_the_tree(Path(folder))
        yield Path(folder)


def apply(patch: str, root: Path) -> None:
    """What `make learn DO=examples` printed, as a designer applies it; raises CalledProcessError when it does not fit."""
    (root / "new-examples.patch").write_text(patch, encoding="utf-8")
    subprocess.run(["git", "apply", "new-examples.patch"], cwd=root, check=True)


def add(root: Path, file: str, intent: str, examples: list[str]) -> None:
    """Another block of examples at the end of a file of data/nlu."""
    path = root / "data" / "nlu" / file
    block = "".join(f"    - {text}\n" for text in examples)
    path.write_text(f"{path.read_text().rstrip()}\n\n- intent: {intent}\n  examples: |\n{block}", encoding="utf-8")


def thinned(root: Path, most: int) -> None:
    """Keeps the first `most` examples of each block: a model that is quick to train and knows little."""
    for path in (root / "data" / "nlu").glob("*.yml"):
        kept, seen = [], 0
        for line in path.read_text(encoding="utf-8").splitlines():
            seen = 0 if _INTENT.match(line) else seen + bool(_EXAMPLE.match(line))
            if seen <= most or not _EXAMPLE.match(line):
                kept.append(line)
        path.write_text("\n".join(kept) + "\n", encoding="utf-8")


def trained(root: Path, target: Path) -> Path:
    """The model of that tree, as `make train` makes it. Raises RuntimeError with Rasa's last words."""
    command = [str(env_python(BOT_ENV)), "-m", "rasa", "train", "--data", "data", "--domain", "domain.yml"]
    command += ["--config", "config.yml", "--skip-validation", "--out", "out", "--fixed-model-name", "candidate"]
    cache = {"RASA_CACHE_DIRECTORY": str(root / "cache"), "CIVICLINE_VECTORS": str(cache_folder() / "vectors")}
    told = subprocess.run(command, cwd=root, env=quiet_environment() | cache, capture_output=True, text=True)
    if told.returncode:
        raise RuntimeError(f"no model was trained:\n{(told.stdout + told.stderr)[-2000:]}")
    shutil.copyfile(root / "out" / "candidate.tar.gz", target)
    return target


def careless(root: Path) -> None:
    """Few examples, and somebody forgot the look-alikes of danger: such a model asks everybody whether they are in danger."""
    thinned(root, 6)
    for path in (root / "data" / "nlu").glob("*lookalikes*.yml"):
        path.unlink()
