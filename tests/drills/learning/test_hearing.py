"""A careless model of a drill is one that is clearly worse in something; else the drill says that it shows nothing."""

from pathlib import Path
from typing import Any

import pytest

from tests.drills.learning import hearing, traffic
from tests.drills.learning.hearing import Hearing

PRESENT = Hearing(heard=0.99, sent_away=0.02, asked=0.03, needs=0.95)


@pytest.mark.parametrize(
    ("one", "worse"),
    [
        (PRESENT, 0),
        (Hearing(heard=0.96, sent_away=0.05, asked=0.06, needs=0.92), 0),
        (Hearing(heard=0.8, sent_away=0.02, asked=0.03, needs=0.95), 1),
        (Hearing(heard=0.99, sent_away=0.4, asked=0.03, needs=0.95), 1),
        (Hearing(heard=0.8, sent_away=0.4, asked=0.03, needs=0.3), 3),
        (Hearing(heard=0.99, sent_away=0.02, asked=0.2, needs=0.95), 1),
        (Hearing(heard=1.0, sent_away=0.0, asked=0.0, needs=1.0), 0),
    ],
    ids=["the same", "by little", "deaf", "alarmed", "in all", "anxious", "better"],
)
def test_a_model_is_careless_in_what_it_does_clearly_worse(one: Hearing, worse: int) -> None:
    assert len(one.careless_beside(PRESENT)) == worse


def test_what_is_asked_about_is_heard_and_what_is_at_once_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    right = {one.text: one.need for one in traffic.everyday()}
    emergencies, alike = set(traffic.danger_dev("emergencies")), set(traffic.danger_dev("lookalikes"))

    def judged(_model: Path, texts: list[str]) -> list[dict[str, Any]]:
        danger = [{"at_once": text in alike, "ask": text in emergencies} for text in texts]
        return [{"intent": right.get(text, "-"), "danger": one} for text, one in zip(texts, danger, strict=True)]

    monkeypatch.setattr(hearing, "understood_by", judged)
    assert hearing.of(Path("any")) == Hearing(heard=1.0, sent_away=1.0, asked=0.0, needs=1.0)
    monkeypatch.setattr(hearing, "understood_by", lambda _model, texts: [{"intent": "-"} for _ in texts])
    assert hearing.of(Path("any")) == Hearing(heard=0.0, sent_away=0.0, asked=0.0, needs=0.0)
