"""How whole calls end with one model, kept beside it: what retraining's gate compares.

`python -m benchmarks.dialogues_of_model MODEL.tar.gz` plays the held-out dialogues against a line of its own that answers with this model
and prints the path of the file: [{"text", "group", "right"}], the text being a number. Two minutes; a model that was asked before about the
same dialogues by the same code is not asked again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bench_dialogues import DIALOGUES, play_against, scripts
from benchmarks.dialogue_verdict import reasons
from benchmarks.open_line import AGENCY, open_line
from launcher.content_hash import content_hash
from launcher.paths import ROOT

ROOMS = (
    "actions",
    "bot_server",
    "casework",
    "dialogue_policies",
    "nlu_components",
    "spoken",
    f"agencies/{AGENCY}",
    "data/rules",
)
OF_CODE = (".py", ".yml", ".txt", ".csv")
KEPT = ("CIVICLINE_CACHE",)  # nothing else of a line that runs beside it: ports, tokens, databases


def kept_at(model: Path) -> Path:
    code = [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.suffix in OF_CODE]
    name = content_hash(ROOT, [*code, *(ROOT / "benchmarks").glob("dialogue_*.py"), *DIALOGUES.resolve().glob("*.yml")])
    return model.with_name(f"{model.name.partition('.')[0]}.{name}.dialogues.json")


def played(model: Path) -> Iterator[dict[str, object]]:
    for name in [name for name in os.environ if name.startswith("CIVICLINE_") and name not in KEPT]:
        del os.environ[name]
    os.environ["CIVICLINE_MODEL"] = str(model)
    with open_line() as address:
        ended = asyncio.run(play_against(address, scripts([])))
    for number, one in enumerate(ended):
        yield {"text": str(number), "group": one.topic, "right": not reasons(one)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("model", type=Path)
    model = options.parse_args().model.resolve()
    kept = kept_at(model)
    if not kept.exists():
        part = kept.with_suffix(".part")
        part.write_text(json.dumps(list(played(model))), encoding="utf-8")
        part.replace(kept)
    print(kept)


if __name__ == "__main__":
    main()
