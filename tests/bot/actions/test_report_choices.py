"""What a question of the agency's reports offers to say is understood when somebody says just that."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

import pytest
import yaml

from actions.report.questions import ask_of
from actions.report.values import value_of
from actions.turn import Turn

REPORTS = Path(__file__).resolve().parents[3] / "agencies" / "denver" / "reports"
OFFERED = re.compile(r"^Please say (.+)\.$")


def choice_questions() -> Iterator[Tuple[str, Dict[str, Any]]]:
    for path in sorted(REPORTS.glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        asked = content["questions"]
        named = asked if isinstance(asked, list) else [{"id": name, **one} for name, one in asked.items()]
        yield from ((path.stem, one) for one in named if one.get("kind") == "choice")


def offered(question: Dict[str, Any]) -> List[str]:
    found = OFFERED.match(question["reprompt"])
    return re.split(r",? or |, ", found[1]) if found else []


def ask(question: Dict[str, Any]) -> Dict[str, Any]:
    choices = [{"value": value, "spoken": spoken} for value, spoken in question["choices"].items()]
    return ask_of({**question, "choices": choices})


def turn(text: str) -> Turn:
    return Turn("c", text, "inform", 0.9, (), {}, {}, "", {}, False)


CHOICES = [(kind, question) for kind, question in choice_questions()]
SAID = [(kind, question, words) for kind, question in CHOICES for words in offered(question)]


@pytest.mark.parametrize(("kind", "question"), CHOICES, ids=lambda one: one if isinstance(one, str) else one["id"])
def test_every_choice_is_offered_once_more_when_it_was_not_understood(kind: str, question: Dict[str, Any]) -> None:
    assert len(offered(question)) in (len(question["choices"]), len(question["choices"]) - 1)


@pytest.mark.parametrize(
    ("kind", "question", "words"), SAID, ids=lambda one: one if isinstance(one, str) else one["id"]
)
def test_what_is_offered_is_understood(kind: str, question: Dict[str, Any], words: str) -> None:
    assert value_of(ask(question), turn(words)) in question["choices"]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("by text", "sms"),
        ("text me", "sms"),
        ("texts are fine", "sms"),
        ("sms", "sms"),
        ("e-mail", "email"),
        ("my email please", "email"),
        ("both", "sms_and_email"),
        ("text and email", "sms_and_email"),
        ("by phone", "voice"),
        ("a phone call", "voice"),
        ("not at all", "none"),
        ("no thanks", "none"),
        ("no", "none"),
        ("purple", None),
        ("not by text", None),
    ],
)
def test_how_people_say_the_way_they_want_to_be_told(words: str, value: object) -> None:
    question = next(one for _, one in CHOICES if one["id"] == "contact_by")
    assert value_of(ask(question), turn(words)) == value
