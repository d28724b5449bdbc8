"""Two agencies behind one Asterisk and one connector: the number that was dialled chooses whose greeting a caller hears.

A greeting of the second agency is told from that of the first by its length: our voice hums for 60 ms a letter.
"""

import pytest

from tests.telephony.conftest import WAYS, House
from tests.telephony.phones import loud_ms, silence

_SHORT = "Hello."
_LONG = "You have reached another town, and it takes its time with all who ring. "
_NUMBER = "+441632960101"


@pytest.fixture(params=WAYS)
def media(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize(
    ("dialled", "agency", "at_least_s", "at_most_s"),
    [
        ("13035550100", "testville", 0.2, 1.5),
        (_NUMBER, "elsewhere", 3.0, 6.0),
        ("01632960101", "elsewhere", 3.0, 6.0),
    ],
)
def test_the_number_dialled_chooses_whose_greeting_is_heard(
    house: House, dialled: str, agency: str, at_least_s: float, at_most_s: float
) -> None:
    house.start_connector(more=("--greeting", _SHORT, "--another", f"{_NUMBER},GB,{_LONG}"))
    caller = house.caller(silence(1), dialled)
    house.until_logged("call started")
    house.wait_s(6)
    caller.hang_up()
    house.until_logged(f'"agency": "{agency}"')
    house.until_logged("call ended")
    caller.stop()
    assert at_least_s <= loud_ms(caller.heard()).sum() * 0.02 <= at_most_s


def test_who_comes_back_because_nobody_answered_is_still_with_the_agency_that_was_dialled(house: House) -> None:
    house.start_connector(more=("--greeting", _SHORT, "--another", f"{_NUMBER},GB,{_LONG}"))
    house.call_taker(answers=False)
    house.call_taker("second", answers=False)
    caller = house.caller(silence(1), _NUMBER)
    house.until_logged("call started")
    house.wait_s(1)
    caller.press("0")
    house.until_logged_times("call started", 2, within_s=30)
    caller.hang_up()
    house.until_logged_times('"agency": "elsewhere"', 2)
