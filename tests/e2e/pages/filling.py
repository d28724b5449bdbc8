"""Fills the questions of a report as a person would, whatever the form asks: by the kind of question."""

from __future__ import annotations

from typing import Any

ANSWERS = {
    "text": "A red bicycle was taken from the rack.\nThe lock was cut.",
    "place": "1437 Bannock St",
    "money": "200",
    "number": "3",
    "name": "Ana Lopez",
    "phone": "720-555-0143",
    "email": "ana@example.org",
    "contact": "ana@example.org",
    "plate": "ABC123",
    "serial": "X12345",
    "pin": "8362",
}
MOST_QUESTIONS = 60


def begins(page: Any, place: str, kind: str) -> None:
    page.fill("#where", place)
    page.locator("main form.usa-form button.usa-button").first.click()
    page.locator(f"label[for=kind-{kind}]").click()
    page.locator("main form.usa-form button.usa-button").first.click()


def asked(page: Any) -> tuple[str, str] | None:
    """(id of the question, its kind), None where nothing is asked."""
    question = page.locator("input[name=question]")
    if not question.count():
        return None
    return question.get_attribute("value"), page.locator("input[name=question_kind]").get_attribute("value")


def answers(page: Any, value: str | None = None) -> None:
    """The question that is open; yes/no with no, a choice with its first."""
    open_ = asked(page)
    assert open_ is not None
    kind = open_[1]
    if kind == "yes_no":
        page.locator(f"label[for=value-{value or 'no'}]").click()
    elif kind == "choice":
        page.locator(".usa-radio__label").first.click()
    elif kind == "when":
        page.fill("#day", "2026-11-20")
        page.fill("#time", "15:30")
    else:
        page.fill("#value", value or ANSWERS[kind])
    page.locator(".report__ways button").first.click()


def answers_until(page: Any, stop: str | None = None) -> list[str]:
    """Answers until `stop` is asked, or nothing is; returns what was asked."""
    seen: list[str] = []
    while (open_ := asked(page)) is not None and open_[0] != stop:
        seen.append(open_[0])
        assert len(seen) < MOST_QUESTIONS
        answers(page)
    return seen


def leaves(page: Any, pin: str = ANSWERS["pin"]) -> str:
    """Stops for now with a PIN that is chosen then, and gives the code that leads back."""
    page.get_by_role("button", name="Stop here").click()
    assert asked(page) == ("pin", "pin")
    page.fill("#value", pin)
    page.locator(".report__ways button").first.click()
    code = "".join(filter(str.isdigit, page.locator(".code__number").inner_text()))
    assert code, "a page that says goodbye shows the code"
    return code
