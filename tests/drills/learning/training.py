"""Models of a drill: trained from a copy of this tree whose examples were changed, never from the tree itself."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher import model
from launcher.paths import BOT_ENV, ROOT, cache_folder, env_python
from launcher.settings import quiet_environment
from retraining.training_files import Block, TrainingFiles

LEAST = 2  # of an intent, for a model to be trained
_EXAMPLE = re.compile(r"^\s+- ")
_INTENT = re.compile(r"^- intent:")
_OTHER_DANGER = re.compile(r"^- intent: emg_(?!fire\b)\w+", re.MULTILINE)
DANGER = "emg_in_progress"
_ANY = re.compile(r"^- intent: \w+", re.MULTILINE)
_UNMARKED = re.compile(r"^(\s+emergency:) false", re.MULTILINE)
_MARKED = re.compile(r"^(\s+emergency:) true", re.MULTILINE)


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
    command = [str(env_python(BOT_ENV)), "-m", "bot_server", "train", "--data", "data", "--domain", "domain.yml"]
    command += ["--config", "config.yml", "--skip-validation", "--out", "out", "--fixed-model-name", "candidate"]
    own = {"RASA_CACHE_DIRECTORY": str(root / "cache"), "CIVICLINE_VECTORS": str(cache_folder() / "vectors")}
    own["PYTHONPATH"] = str(ROOT)  # what is trained is the copy; what trains it is here
    told = subprocess.run(command, cwd=root, env=quiet_environment() | own, capture_output=True, text=True)
    if told.returncode:
        raise RuntimeError(f"no model was trained:\n{(told.stdout + told.stderr)[-2000:]}")
    shutil.copyfile(root / "out" / "candidate.tar.gz", target)
    return target


def careless(root: Path) -> None:
    """Few examples, and somebody forgot the look-alikes of danger."""
    thinned(root, 6)
    for path in (root / "data" / "nlu").glob("*lookalikes*.yml"):
        path.unlink()


def anxious(root: Path) -> None:
    """Few examples, and somebody said of all that only sounds like an emergency that it was one: it sends people to 911 who need it not.

    Few examples alone make no careless model: with one a block and no look-alikes it heard 92 of 100 everyday needs, and no emergency less.
    """
    _kept(root, lambda block: 12 if block.danger else 6)
    for path in (root / "data" / "nlu").glob("*lookalikes*.yml"):
        text = _ANY.sub(f"- intent: {DANGER}", path.read_text(encoding="utf-8"))
        path.write_text(_UNMARKED.sub(r"\1 true", text), encoding="utf-8")


def deaf(root: Path) -> None:
    """Few examples, and of all dangers but fire somebody said that they were none: it asks less than before, and sends fewer to 911."""
    _kept(root, lambda block: 12 if block.danger else 6)
    for path in (root / "data" / "nlu").glob("*.yml"):
        text = _OTHER_DANGER.sub("- intent: out_of_scope_chat", path.read_text(encoding="utf-8"))
        path.write_text(_MARKED.sub(r"\1 false", text), encoding="utf-8")


def _kept(root: Path, most: Callable[[Block], int]) -> None:
    """The first `most(block)` examples of each block; of an intent that would be left with one, two: with fewer nothing is trained."""
    blocks = TrainingFiles.of(root / "data" / "nlu").blocks
    left: Counter[str] = Counter()
    for block in blocks:
        left[block.intent] += min(most(block), len(block.lines))
    for path in {block.path for block in blocks}:
        gone = {
            line
            for block in blocks
            if block.path == path
            for line in block.lines[max(most(block), LEAST if left[block.intent] < LEAST else 0) :]
        }
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for at, line in enumerate(lines) if at not in gone), encoding="utf-8")
