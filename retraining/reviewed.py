"""Turns as reviewers settled them: what casework's inbox gives, read once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, List, Optional, Tuple

from casework_client.client import CaseworkClient


@dataclass(frozen=True)
class Reviewed:
    """One turn that its reviewers agree on. `month`: when it was said (YYYY-MM), all that is kept of the time."""

    text: str
    verdict: str
    needs: Tuple[str, ...]
    danger: bool
    reviewers: int
    month: str
    understood: Dict[str, Any]

    @classmethod
    def of(cls, line: Dict[str, Any]) -> Reviewed:
        """A line of GET /v1/agencies/{agency}/turns whose state is settled. The shortest wording is the most redacted."""
        labels: List[Dict[str, Any]] = line["labels"]
        texts = [str(label["text"]) for label in labels if label.get("text")] + [str(line["text"])]
        return cls(
            text=min(texts, key=len),
            verdict=str(labels[0]["verdict"]),
            needs=tuple(labels[0].get("needs") or ()),
            danger=bool(labels[0].get("danger")),
            reviewers=len(labels),
            month=str(line["at"])[:7],
            understood=dict(line.get("understood") or {}),
        )


async def lines(client: CaseworkClient, agency: str, actor: Dict[str, str], **asked: Any) -> List[Dict[str, Any]]:
    """Every page of the inbox that fits what is asked (`state`, `reason`, `since`, ...)."""
    found: List[Dict[str, Any]] = []
    cursor: Optional[str] = None
    while True:
        page = await client.turns(agency, actor, {"limit": 200, **asked, "cursor": cursor})
        found += [dict(turn) for turn in page["turns"]]
        cursor = page.get("next")
        if not cursor:
            return found


def read(path: Path) -> Iterator[Dict[str, Any]]:
    """Turns that were exported, one JSON object a line. Raises ValueError naming the line that is none."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except ValueError:
            raise ValueError(f"{path}, line {number}: this is no JSON object; export the turns again.") from None


def settled(turns: Iterable[Dict[str, Any]]) -> List[Reviewed]:
    return [Reviewed.of(line) for line in turns if line["state"] == "settled"]
