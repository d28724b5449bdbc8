"""What a model of a drill makes of sentences whose need and danger are known: whether a careless one is careless, before callers tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.drills.learning import traffic
from tests.drills.learning.reviewing import understood_by

EVERY = 2  # one of so many of each file: it is looked at, not measured
CARELESS = 0.05  # a share that is so much worse than the model in use's, of any of the four


@dataclass(frozen=True)
class Hearing:
    """`heard`: of emergencies, those at once or asked about; `sent_away`: of what only sounds like one, those taken for it at once;
    `asked`: of everyday needs, those that are asked about danger; `needs`: those that are right."""

    heard: float
    sent_away: float
    asked: float
    needs: float

    def careless_beside(self, present: Hearing) -> list[str]:
        """In what it is clearly worse; empty: nothing is shown by a canary that lets it pass."""
        worse = {
            "misses emergencies": present.heard - self.heard,
            "sends people to 911 who are in no danger": self.sent_away - present.sent_away,
            "asks people about danger where nothing is": self.asked - present.asked,
            "hears other needs than were told": present.needs - self.needs,
        }
        return [what for what, more in worse.items() if more > CARELESS]

    def report(self) -> str:
        return (
            f"{100 * self.heard:.1f} % of emergencies heard, {100 * self.sent_away:.1f} % of look-alikes sent to 911, "
            f"{100 * self.asked:.1f} % of everyday needs asked about danger, {100 * self.needs:.1f} % right"
        )


def of(model: Path) -> Hearing:
    emergencies, alike = traffic.danger_dev("emergencies")[::EVERY], traffic.danger_dev("lookalikes")[::EVERY]
    everyday = traffic.everyday()[::EVERY]
    texts = [*emergencies, *alike, *(one.text for one in everyday)]
    judged = understood_by(model, texts)
    assert len(judged) == len(texts)
    first, second = len(emergencies), len(emergencies) + len(alike)
    right = [made["intent"] == one.need for made, one in zip(judged[second:], everyday, strict=True)]
    return Hearing(
        heard=_share(judged[:first], _is_heard),
        sent_away=_share(judged[first:second], lambda one: bool(_danger(one).get("at_once"))),
        asked=_share(judged[second:], lambda one: bool(_danger(one).get("ask")) and not _danger(one).get("at_once")),
        needs=sum(right) / len(right),
    )


def _is_heard(understood: dict[str, Any]) -> bool:
    return bool(_danger(understood).get("at_once") or _danger(understood).get("ask"))


def _danger(understood: dict[str, Any]) -> dict[str, Any]:
    return dict(understood.get("danger") or {})


def _share(judged: Sequence[dict[str, Any]], of_it: Callable[[dict[str, Any]], bool]) -> float:
    return sum(map(of_it, judged)) / len(judged)
