"""make compare: what got better and what worse, by need and kind of danger, and every line whose answer changed."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import compare_models
from benchmarks.bench_nlu import Parsed
from benchmarks.compare_models import PARTS, Answers, by_kind, flipped, is_right, totals, verdict
from benchmarks.kept_answers import beside
from benchmarks.sureness import Choice

BARKING = Parsed(
    "barking_dog", "that hound again", "barking_dog", "barking_dog", False, False, 5.0, Choice(0.9, True, True)
)
HURT = replace(BARKING, wanted="hurt", text="he bleeds", intent="noise_ongoing", best="noise_ongoing")


def answers(**parts: list[Parsed]) -> Answers:
    return {part: {one.text: one for one in parts.get(part, [])} for part in PARTS}


def test_better_and_worse_are_counted_apart_so_that_one_does_not_hide_the_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    other = replace(BARKING, wanted="parking", text="a van in my drive", best="parking")
    before = answers(needs=[replace(BARKING, best="noise_ongoing"), other])
    now = answers(needs=[BARKING, replace(other, best="towed_impound")])
    totals(before, now)
    assert "| needs | 2 | 50.0 % | 50.0 % | 1 | 1 |" in capsys.readouterr().out
    by_kind("needs", before, now)
    said = capsys.readouterr().out
    assert "| barking_dog | 0 of 1 | 1 of 1 |" in said
    assert "| parking | 1 of 1 | 0 of 1 |" in said


def test_an_emergency_that_nobody_hears_of_any_more_is_told_with_its_kind_and_its_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    before, now = answers(danger=[replace(HURT, asked=True)]), answers(danger=[HURT])
    by_kind("danger", before, now)
    flipped(before, now)
    said = capsys.readouterr().out
    assert "| hurt | 1 of 1 | 0 of 1 |" in said
    assert "| emergencies | he bleeds | hurt | asked | - | WORSE |" in said


def test_a_need_that_is_a_persons_call_misses_no_emergency() -> None:
    to_a_person = replace(HURT, intent="dv_current", best="dv_current")
    assert is_right("danger", to_a_person)
    assert verdict("danger", to_a_person) == "a person"
    assert not is_right("danger", HURT)


def test_a_look_alike_that_is_asked_about_now_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    alike = replace(HURT, wanted="film", text="the film was a killer")
    flipped(answers(alike=[alike]), answers(alike=[replace(alike, asked=True)]))
    assert "| look-alikes | the film was a killer | film | - | asked | WORSE |" in capsys.readouterr().out


def test_kept_answers_are_asked_anew_when_the_lines_are_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.kept_answers.ROOT", tmp_path)
    (tmp_path / "set").mkdir()
    line, judge = tmp_path / "set" / "needs.txt", tmp_path / "actions" / "danger.py"
    judge.parent.mkdir()
    names = []
    for path, text in ((line, "one"), (line, "two"), (judge, "never asked")):
        path.write_text(text, encoding="utf-8")
        names.append(beside(tmp_path / "model.tar.gz", [tmp_path / "set"], "answers").name)
    assert len(set(names)) == 3
    assert all(name.startswith("model.") for name in names)


def test_a_models_name_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare_models, "MODELS", tmp_path)
    (tmp_path / "old.tar.gz").touch()
    assert compare_models._found(Path("old.tar.gz")) == tmp_path / "old.tar.gz"
    newer = tmp_path / "new.tar.gz"
    newer.touch()
    os.utime(tmp_path / "old.tar.gz", (1, 1))
    assert compare_models._newest_before(newer) == tmp_path / "old.tar.gz"
