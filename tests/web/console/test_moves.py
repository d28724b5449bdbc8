"""The console offers what casework has: no move, reason, notice or level is missing here or there."""

from __future__ import annotations

from typing import get_args

from casework.cases.flags import Flag
from casework.cases.machine import life
from casework.cases.thrive import ELEMENTS as CASEWORK_ELEMENTS
from web.console.moves import ELEMENTS, ELSEWHERE, FLAGS, MOVES, NOTICES, REASONS, offered

PEOPLE = {"call_taker", "officer", "supervisor"}


def test_every_move_of_the_agency_s_people_has_its_form() -> None:
    of_people = {name for name, move in life().moves.items() if PEOPLE & set(move.by)}
    assert of_people - ELSEWHERE == set(MOVES)


def test_a_move_asks_for_what_casework_wants() -> None:
    wanted = {name: set(life().moves[name].wants) for name in MOVES}
    assert {name: set(move.wants) for name, move in MOVES.items()} == wanted


def test_reasons_and_notices_are_casework_s() -> None:
    assert set(REASONS) == set(life().close_with)
    assert set(NOTICES) == set(life().notices)
    assert ELEMENTS == CASEWORK_ELEMENTS


def test_a_move_that_is_new_is_offered_by_its_name() -> None:
    assert [move.says for move in offered(["review", "send_to_moon", "merge"])] == ["Begin to review", "send to moon"]


def test_every_flag_that_casework_knows_can_be_set_by_hand() -> None:
    assert sorted(FLAGS) == sorted(get_args(Flag))
