"""Settled turns become examples as a patch: to train on or kept apart, never both, never what stands there or is held out."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any, Dict, List

import pytest

from retraining.new_examples import files, held_out_lines, is_kept_apart, patch, plan
from retraining.reviewed import Reviewed, settled
from retraining.training_files import TrainingFiles, normalised

NOISE = """# What callers say about noise.
version: "3.1"
nlu:
- intent: noise_ongoing
  examples: |
    - the neighbours are loud every night
    - barking all day
- intent: missing_person
  metadata:
    emergency: true
  examples: |
    - my little girl is gone
- intent: missing_person
  metadata:
    emergency: false
  examples: |
    - we lost touch years ago
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    (tmp_path / "data" / "nlu" / "noise.yml").write_text(NOISE, encoding="utf-8")
    (tmp_path / "heldout").mkdir()
    (tmp_path / "heldout" / "noise.txt").write_text("Drums, all night!\n", encoding="utf-8")
    return tmp_path


def turn(text: str, verdict: str = "need", needs: Any = ("noise_ongoing",), danger: bool = False) -> Reviewed:
    return Reviewed(text, verdict, tuple(needs), danger, 2 if danger else 1, "2026-11", {})


def on_side(kept_apart: bool, words: str = "the drums upstairs") -> str:
    """A sentence that falls on the wanted side."""
    return next(text for n in range(200) if is_kept_apart(text := f"{words} number {n}") == kept_apart)


def made(tree: Path, *turns: Reviewed) -> Any:
    return plan(turns, TrainingFiles.of(tree / "data" / "nlu"), held_out_lines([tree / "heldout"]))


def changed(tree: Path, *turns: Reviewed) -> Dict[str, str]:
    found = files(made(tree, *turns), tree / "apart", tree / "data" / "nlu" / "provenance.tsv")
    return {path.relative_to(tree).as_posix(): after for path, (_, after) in found.items()}


def test_an_example_goes_behind_its_like_and_the_file_stays_as_it_was(tree: Path) -> None:
    text = on_side(False)
    after = changed(tree, turn(text))["data/nlu/noise.yml"]
    assert after == NOISE.replace("    - barking all day\n", f"    - barking all day\n    - {text}\n")


def test_danger_goes_to_the_block_of_danger(tree: Path) -> None:
    text = on_side(False, "she is not in the yard")
    after = changed(tree, turn(text, needs=["missing_person"], danger=True))["data/nlu/noise.yml"]
    assert f"    - my little girl is gone\n    - {text}\n" in after


def test_one_in_five_is_kept_apart_to_measure_with_and_is_not_trained_on(tree: Path) -> None:
    text = on_side(True)
    found = changed(tree, turn(text))
    assert found["apart/needs/noise_ongoing.txt"] == text + "\n"
    assert "data/nlu/noise.yml" not in found
    shares = [is_kept_apart(f"sentence {n}") for n in range(2000)]
    assert 0.17 < sum(shares) / len(shares) < 0.23


def test_the_side_of_a_sentence_does_not_hang_on_how_it_is_written() -> None:
    assert is_kept_apart("It's LOUD, again!") == is_kept_apart("its loud again")


def test_what_is_held_out_is_never_trained_on_however_it_is_written(tree: Path) -> None:
    found = made(tree, turn("drums all night"))
    assert found.training.texts() == {}
    assert found.left == {"stands in a held-out file": 1}


def test_what_stands_there_is_not_added_twice_and_another_label_is_a_conflict(tree: Path) -> None:
    found = made(tree, turn("Barking all day."), turn("barking, all day", needs=["missing_person"]))
    assert found.left == {"is there already": 1}
    assert [one[1:] for one in found.conflicts] == [("missing_person", "noise_ongoing")]


@pytest.mark.parametrize("verdict", ["two_needs", "new_need", "answer", "discard"])
def test_a_turn_that_is_no_one_need_becomes_no_example(tree: Path, verdict: str) -> None:
    assert changed(tree, turn("and the other thing", verdict, [])) == {}


def test_a_need_without_examples_is_left_to_a_designer(tree: Path) -> None:
    found = made(tree, turn("a swarm of bees", needs=["bees"]))
    assert found.left == {"no examples of bees yet: a designer begins it": 1}


def test_words_that_were_taken_out_are_spoken_for(tree: Path) -> None:
    text = next(
        t for n in range(100) if not is_kept_apart((t := f"drums at [address] {n}").replace("[address]", "the street"))
    )
    after = changed(tree, turn(text))["data/nlu/noise.yml"]
    assert text.replace("[address]", "the street") in after
    assert "[" not in after.replace(NOISE, "")


def test_where_examples_come_from_is_kept_without_the_call(tree: Path) -> None:
    text = on_side(False)
    rows = changed(tree, turn(text))["data/nlu/provenance.tsv"].splitlines()
    assert rows[0].split("\t") == ["example", "intent", "danger", "month", "reviewers", "use"]
    assert rows[1].split("\t")[1:] == ["noise_ongoing", "false", "2026-11", "1", "training"]


def test_the_patch_is_one_that_git_applies(tree: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tree, check=True)
    texts = [on_side(False), on_side(True), on_side(False, "she is not in the yard")]
    found = files(
        made(tree, turn(texts[0]), turn(texts[1]), turn(texts[2], needs=["missing_person"], danger=True)),
        tree / "apart",
        tree / "data" / "nlu" / "provenance.tsv",
    )
    subprocess.run(["git", "apply", "-"], cwd=tree, check=True, input=patch(found, tree).encode())
    assert all(path.read_text(encoding="utf-8") == after for path, (_, after) in found.items())


def test_of_several_wordings_of_the_reviewers_the_most_redacted_is_taken() -> None:
    label = {"verdict": "need", "needs": ["noise_ongoing"], "danger": False}
    lines: List[Dict[str, Any]] = [
        {
            "text": "drums at the Smiths again",
            "state": state,
            "at": "2026-11-20T18:00:00Z",
            "labels": [{**label, "text": "drums again"}, label],
        }
        for state in ("settled", "open")
    ]
    assert [one.text for one in settled(lines)] == ["drums again"]


def test_every_block_of_the_real_data_is_read() -> None:
    real = TrainingFiles.of(Path("data/nlu"))
    assert sum(len(block.examples) for block in real.blocks) == sum(
        line.startswith("    - ")
        for path in Path("data/nlu").glob("*.yml")
        for line in path.read_text("utf-8").splitlines()
    )
    assert normalised("It's 5 o'clock!") == "its 5 oclock"


def split(*parts: str, danger: bool = False, **label: Any) -> Reviewed:
    """Of a turn that says noise and a missing person."""
    needs = ["noise_ongoing", "missing_person"]
    own = {"verdict": "two_needs", "needs": needs, "danger": danger, "parts": list(parts), **label}
    text = "the drums upstairs and we lost touch with Bob"
    return Reviewed.of({"text": text, "at": "2026-11-20T18:00:00Z", "state": "settled", "labels": [own]})


def test_a_turn_that_was_split_is_an_example_of_each_of_its_needs(tree: Path) -> None:
    ((one, other),) = made(tree, split("the drums upstairs", "we lost touch with [name]")).fates
    assert [(one.intent, one.text), (other.intent, other.text)] == [
        ("noise_ongoing", "the drums upstairs"),
        ("missing_person", "we lost touch with Pat"),
    ]


def test_in_danger_a_split_turn_stays_whole_as_nobody_said_which_part_it_is(tree: Path) -> None:
    assert made(tree, split("the drums upstairs", "we lost touch", danger=True)).left == {"verdict two_needs": 1}


def test_words_that_another_reviewer_took_out_do_not_come_back_with_a_part() -> None:
    turn = {"text": "the drums and we lost touch with Bob", "at": "2026-11-20T18:00:00Z", "state": "settled"}
    both = {"verdict": "two_needs", "needs": ["noise_ongoing", "missing_person"], "danger": False}
    labels = [
        {**both, "parts": ["the drums", "we lost touch with Bob"]},
        {**both, "text": "the drums and we lost touch with [name]"},
    ]
    assert Reviewed.of({**turn, "labels": labels[:1]}).parts
    labels[1]["text"] = "the drums and we lost touch"
    assert Reviewed.of({**turn, "labels": labels}).parts == ()
