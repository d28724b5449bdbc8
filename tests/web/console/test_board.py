"""The board's live pieces: casework is asked once for all who look, and no answer hides what the caller said."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from casework_client.errors import CaseworkRefused, CaseworkUnavailable
from casework_client.staff import Answer
from web.console.live.board import UNREADABLE, Board
from web.console.live.connectors import Connectors
from web.console.live.feed import Feed
from web.console.live.pages import _line
from web.console.live.surge import Watch


class Session:
    """One person's way to casework: what waits, how often it was asked, and what it raises."""

    agency = "denver"

    def __init__(self) -> None:
        self.asked, self.waiting = 0, [Answer(ticket="t1")]
        self.missed: list[Answer] = []
        self.raises: Exception | None = None

    async def handovers(self, **wanted: Any) -> list[Answer]:
        if wanted["state"] == "missed":
            return list(self.missed)
        if wanted["state"] == "waiting":
            self.asked += 1
            if self.raises:
                raise self.raises
            return list(self.waiting)
        return []

    async def call_backs(self) -> list[Answer]:
        return []

    async def cases(self, **_: Any) -> Answer:
        return Answer(cases=[])


@pytest.fixture
def feed() -> Feed:
    return Feed(Connectors(httpx.AsyncClient(), ()), "denver")


async def test_fifty_boards_ask_casework_as_often_as_one_and_all_see_what_is_new(feed: Feed) -> None:
    board, sessions = Board(feed, Watch()), [Session() for _ in range(50)]
    async with AsyncExitStack() as boards:
        for session in sessions:
            await boards.enter_async_context(board.looking(session))  # type: ignore[arg-type]
        assert sum(session.asked for session in sessions) == 1
        sessions[-1].waiting.append(Answer(ticket="t2"))
        version = feed.version
        await board._once()
        assert sum(session.asked for session in sessions) == 2
        assert [one["ticket"] for one in board.now.waiting] == ["t1", "t2"]
        assert await feed.change(version, 5) != version  # every board is woken


async def test_a_session_that_is_over_is_not_asked_with_again_and_the_others_go_on(feed: Feed) -> None:
    board, first, last = Board(feed, Watch()), Session(), Session()
    async with board.looking(first), board.looking(last):  # type: ignore[arg-type]
        last.raises = CaseworkRefused(401, "over")
        first.waiting.append(Answer(ticket="t2"))
        await board._once()
        await board._once()
        assert (last.asked, [one["ticket"] for one in board.now.waiting]) == (1, ["t1", "t2"])


async def test_while_casework_is_away_the_board_says_so_and_then_shows_what_waits_again(feed: Feed) -> None:
    board, session = Board(feed, Watch()), Session()
    async with board.looking(session):  # type: ignore[arg-type]
        session.raises = CaseworkUnavailable("away")
        await board._once()
        assert (board.now.trouble, board.now.waiting) == (UNREADABLE, [])
        session.raises = None
        await board._once()
        assert (board.now.trouble, len(board.now.waiting)) == ("", 1)


async def test_who_was_over_between_two_of_its_questions_does_not_wait_any_more(feed: Feed) -> None:
    board, session = Board(feed, Watch()), Session()
    session.waiting.append(Answer(ticket="t2"))
    session.missed = [Answer(ticket="t1")]
    async with board.looking(session):  # type: ignore[arg-type]
        assert [one["ticket"] for one in board.now.waiting] == ["t2"]
        assert [one["ticket"] for one in board.now.missed] == ["t1"]


async def test_nobody_asks_when_nobody_looks(feed: Feed) -> None:
    board, session = Board(feed, Watch()), Session()
    async with board.looking(session):  # type: ignore[arg-type]
        pass
    await asyncio.sleep(0)
    assert board._asking is None


@pytest.mark.parametrize(
    ("turns", "shown"),
    [
        ([("assistant", "How can I help?")], ["How can I help?"]),
        ([("assistant", "How?"), ("caller", "My bike")], ["My bike"]),
        ([("caller", "My bike"), ("assistant", "Where?")], ["My bike", "Where?"]),
        ([("caller", "My bike"), ("assistant", "I see."), ("assistant", "Where?")], ["My bike", "Where?"]),
        ([], []),
    ],
)
def test_the_callers_last_words_stand_beside_what_was_answered(turns: list[tuple[str, str]], shown: list[str]) -> None:
    line = _line(Answer(turns=[Answer(who=who, text=text) for who, text in turns]))
    assert [turn["text"] for turn in line["last"]] == shown
