"""What one model says to every held-out line, kept beside the model: what retraining's gate compares.

`python -m benchmarks.answers_of_model MODEL.tar.gz` prints the path of the file: {set: {part: [answer]}}. A model that was asked
before about the same lines is not asked again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from dataclasses import asdict
from pathlib import Path

from benchmarks.bench_nlu import SETS, Model, caught, emergency_needs, understand
from launcher.content_hash import content_hash

PARTS = ("needs", "talk", "outside", "danger", "alike")


def kept_at(model: Path) -> Path:
    there = [folder for folder in SETS.values() if folder.is_dir()]
    lines = [path for folder in there for path in folder.rglob("*") if path.suffix in (".txt", ".tsv")]
    root = Path(__file__).resolve().parents[1]
    return model.with_name(
        f"{model.name.partition('.')[0]}.{content_hash(root, [p.resolve() for p in lines])}.held-out.json"
    )


async def ask(path: Path) -> dict[str, dict[str, list[dict[str, object]]]]:
    model, routine = Model(path), emergency_needs()
    found: dict[str, dict[str, list[dict[str, object]]]] = {}
    for name, folder in SETS.items():
        if folder.is_dir():
            understood = await understand(model, folder)
            found[name] = {
                part: [
                    asdict(one) | {"caught": caught(one), "routine": one.wanted not in routine}
                    for one in getattr(understood, part)
                ]
                for part in PARTS
            }
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("model", type=Path)
    path = options.parse_args().model
    if not path.is_file():
        raise SystemExit(f"{path}: there is no such model; `make train` makes the present one.")
    kept = kept_at(path.resolve())
    if not kept.exists():
        part = kept.with_suffix(".part")
        part.write_text(json.dumps(asyncio.run(ask(path))), encoding="utf-8")
        part.replace(kept)
    print(kept)


if __name__ == "__main__":
    main()
