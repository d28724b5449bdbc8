"""Turns as reviewers settled them: what casework's inbox gives, read once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional, Tuple

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
    parts: Tuple[
        Tuple[str, str], ...
    ] = ()  # (need, the words that say it), of a turn of two needs that a reviewer split

    @classmethod
    def of(cls, line: Dict[str, Any]) -> Reviewed:
        """A line of GET /v1/agencies/{agency}/turns whose state is settled. The shortest wording is the most redacted."""
        labels: List[Dict[str, Any]] = line["labels"]
        texts = [str(label["text"]) for label in labels if label.get("text")] + [str(line["text"])]
        least = min(texts, key=len)
        return cls(
            text=least,
            verdict=str(labels[0]["verdict"]),
            needs=tuple(labels[0].get("needs") or ()),
            danger=bool(labels[0].get("danger")),
            reviewers=len(labels),
            month=str(line["at"])[:7],
            understood=dict(line.get("understood") or {}),
            parts=_parts(labels, least),
        )


def _parts(labels: List[Dict[str, Any]], least: str) -> Tuple[Tuple[str, str], ...]:
    """As the first says who split it; none where another took words out that stand in them."""
    split = next((label for label in labels if label.get("parts")), None)
    if split is None or not all(_within(part, least) for part in split["parts"]):
        return ()
    return tuple(zip(split["needs"], split["parts"]))


def _within(part: str, text: str) -> bool:
    """But for marks such as [name], which a part may have where the whole has the word."""
    return {word for word in part.split() if not word.startswith("[")} <= set(text.split())


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


def unlike_all(turns: Callable[..., List[Dict[str, Any]]]) -> List[Dict[str, Any]]:
    """What waits and is unlike all examples, and what reviewers called a new need. `turns`: gives those that fit what is asked."""
    called_new = [one for one in turns(state="settled") if one["labels"][0]["verdict"] == "new_need"]
    return turns(state="open", reason="unlike") + called_new


def read(path: Path) -> Iterator[Dict[str, Any]]:
    """Turns that were exported, one JSON object a line. Raises ValueError naming the line that is none."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except ValueError:
            raise ValueError(f"{path}, line {number}: this is no JSON object; export the turns again.") from None


def fits(line: Dict[str, Any], **asked: Any) -> bool:
    """Whether an exported turn is what casework would give for `state`, `reason`, `intent`, `model`, `since` and `until`."""
    understood = dict(line.get("understood") or {})
    told = {"state": line.get("state"), "intent": understood.get("intent"), "model": understood.get("model")}
    if any(asked.get(name) not in (None, value) for name, value in told.items()):
        return False
    if asked.get("reason") and asked["reason"] not in (line.get("reasons") or ()):
        return False
    at, since, until = (_time(one) for one in (line.get("at"), asked.get("since"), asked.get("until")))
    return at is None or ((since is None or at >= since) and (until is None or at < until))


def _time(told: Optional[str]) -> Optional[datetime]:
    """Raises ValueError for what is no time."""
    if not told:
        return None
    time = datetime.fromisoformat(told.replace("Z", "+00:00"))
    return time if time.tzinfo else time.replace(tzinfo=timezone.utc)


def settled(turns: Iterable[Dict[str, Any]]) -> List[Reviewed]:
    return [Reviewed.of(line) for line in turns if line["state"] == "settled"]
