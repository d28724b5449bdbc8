"""Which turn a reviewer gets next: casework's balanced order, never one's own again."""

from __future__ import annotations

from typing import Any

from casework_client.staff import Answer
from web.console.review import inbox


class Inbox:
    """Casework's list of turns: ranked pages, and balanced in one page."""

    def __init__(self, balanced: list[Answer], ranked: list[Answer] | None = None) -> None:
        self.balanced, self.ranked = balanced, ranked or []

    async def turns(self, **wanted: Any) -> Answer:
        shown = self.balanced if wanted.get("balanced") else self.ranked
        return Answer(turns=[one for one in shown if one["state"] == wanted["state"]], next=None)


def waiting(n: int, score: float = 2.0, *by: str) -> Answer:
    return Answer(call_id="c", n=n, score=score, state="open", labels=[Answer(reviewer=who) for who in by])


async def test_what_waits_comes_in_the_balanced_order_and_never_ones_own_again() -> None:
    inbox_ = Inbox([waiting(1, 5.0, "rita"), waiting(7), waiting(2, 3.0)])
    found = await inbox.following(inbox_, "rita", inbox.Wanted())  # type: ignore[arg-type]
    assert found is not None
    assert found["n"] == 7  # casework's order, not the score's
    passed = await inbox.following(inbox_, "rita", inbox.Wanted(after=inbox.cursor(found)))  # type: ignore[arg-type]
    assert passed is not None
    assert passed["n"] == 2


async def test_behind_a_page_of_ones_own_labels_the_ranked_list_goes_on() -> None:
    inbox_ = Inbox([waiting(1, 5.0, "rita")], [waiting(1, 5.0, "rita"), waiting(9, 1.0)])
    found = await inbox.following(inbox_, "rita", inbox.Wanted())  # type: ignore[arg-type]
    assert found is not None
    assert found["n"] == 9
