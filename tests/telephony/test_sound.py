"""What a caller hears of our voice, over both ways in which Asterisk reaches the connector."""

import numpy as np
import pytest

from tests.telephony.conftest import WAYS, House
from tests.telephony.phones import loud_ms, silence


@pytest.fixture(params=WAYS)
def media(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_there_is_no_hole_in_the_sound_of_our_voice(house: House) -> None:
    house.start_connector(more=("--greeting", "A greeting without any end in sight goes on and on " * 4))
    caller = house.caller(silence(1))
    house.wait_s(7)
    caller.stop()
    heard = loud_ms(caller.heard())
    begin = int(np.argmax(heard))
    spoken = heard[begin : begin + 5 * 50]
    house.skip_if_starved()
    assert (~spoken).sum() <= 10, f"{(~spoken).sum()} of {len(spoken)} frames were lost"
