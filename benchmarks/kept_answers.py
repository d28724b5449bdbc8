"""What a model's answers, kept beside it, are an answer to: the lines that were asked, and the code and lists that judged what it said."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from launcher.content_hash import content_hash

ROOT = Path(__file__).resolve().parents[1]
JUDGES = (
    "nlu_components",
    "dialogue_policies",
    "spoken",
    "actions",
)  # whose code says what becomes of a model's answer


def beside(model: Path, folders: Iterable[Path], what: str, code: Iterable[Path] = ()) -> Path:
    """Another name as soon as the lines of `folders`, the `code` that asks, or what judges, are others."""
    asked = [path for folder in folders for path in folder.rglob("*") if path.suffix in (".txt", ".tsv", ".yml")]
    judging = [path for room in JUDGES for path in (ROOT / room).rglob("*") if path.suffix in (".py", ".yml", ".txt")]
    judging += code
    judging += [*(ROOT / "agencies").rglob("emergency.yml"), *(ROOT / "agencies").glob("properties.yml")]
    name = content_hash(ROOT, [path.resolve() for path in [*asked, *judging]])
    return model.with_name(f"{model.name.partition('.')[0]}.{name}.{what}.json")
