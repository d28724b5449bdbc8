"""Turns that no example is near come together by what they share; a turn is explained by its nearest examples."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Dict, List

import pytest

from nlu_components.encoder.encoder import Encoder
from nlu_components.encoder.kept_vectors import VARIABLE, WORTH_KEEPING, KeptVectors
from retraining.checking.examples import KEPT
from retraining.nearness import FEWEST, Nearness, clusters, vectors

SCOOTERS = [
    "there are rental scooters all over the sidewalk",
    "somebody left a rental scooter across the sidewalk again",
    "rental scooters are blocking the sidewalk by my door",
    "the sidewalk is full of those rental scooters",
]
OTHERS = [
    "my grandmother bakes the best apple pie",
    "quantum computers will change banking",
    "what a lovely sunset over paris",
]


def turn(text: str, intent: str = "nlu_fallback") -> Dict[str, Any]:
    return {"call_id": "call-1", "n": 0, "text": text, "understood": {"intent": intent}}


def test_what_many_say_and_nobody_knows_is_one_cluster_and_the_rest_is_left_out() -> None:
    texts = [*OTHERS[:1], *SCOOTERS, *OTHERS[1:]]
    (found,) = clusters([turn(text) for text in texts], vectors(texts))
    assert {one["text"] for one in found.turns} == set(SCOOTERS)


def test_a_cluster_says_what_it_was_heard_as() -> None:
    heard: List[Dict[str, Any]] = [turn(text, "encampment") for text in SCOOTERS[:3]] + [
        turn(SCOOTERS[3], "pothole_street")
    ]
    (found,) = clusters(heard, vectors(SCOOTERS))
    assert found.intents == ("encampment", "pothole_street")


@pytest.mark.parametrize("number", range(FEWEST))
def test_too_few_are_no_cluster(number: int) -> None:
    assert clusters([turn(text) for text in SCOOTERS[:number]], vectors(SCOOTERS[:number]) if number else None) == []


def test_the_nearest_examples_say_where_they_stand(tmp_path: Path) -> None:
    (tmp_path / "noise.yml").write_text(
        "version: '3.1'\nnlu:\n- intent: noise_ongoing\n  examples: |\n    - the music is loud\n    - drums all night\n"
        "- intent: pothole_street\n  examples: |\n    - there is a hole in the road\n",
        encoding="utf-8",
    )
    ((nearest, *_),) = Nearness(tmp_path).nearest(["a deep hole in the road at [address]"], 2)
    assert nearest[1].intent == "pothole_street"
    assert str(nearest[1]).startswith(f"{(tmp_path / 'noise.yml').as_posix()}:9 ")


def test_examples_are_taken_from_where_training_keeps_them_and_nothing_that_a_caller_said_goes_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    examples = "".join(f"    - the drums of house {number} again\n" for number in range(WORTH_KEEPING))
    (tmp_path / "noise.yml").write_text(
        f"version: '3.1'\nnlu:\n- intent: noise_ongoing\n  examples: |\n{examples}", encoding="utf-8"
    )
    kept = tmp_path / "kept"
    monkeypatch.setenv(KEPT, str(kept))
    near = Nearness(tmp_path)
    (file,) = kept.glob("*.npz")
    assert VARIABLE not in os.environ
    written = {path: path.read_bytes() for path in kept.iterdir()}
    near.nearest([f"my own words {number}" for number in range(WORTH_KEEPING)], 1)
    assert {path: path.read_bytes() for path in kept.iterdir()} == written
    asked = []
    monkeypatch.setattr(Encoder, "_run_in_batches", lambda _self, texts: asked.append(texts))
    monkeypatch.setattr(KeptVectors, "add", lambda *_: pytest.fail("what is kept was encoded again"))
    Nearness(tmp_path)
    assert asked == [], file.name
