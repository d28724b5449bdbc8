"""A call that people answer is forked to a shadow, which hears the caller; where none listens the call goes on."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from tests.telephony.conftest import House
from tests.telephony.pbx import Pbx
from tests.telephony.phones import loud_ms, silence, tone
from voice_connector.gateways.asterisk import wire_audiosocket as wire
from voice_connector.gateways.asterisk.media import Sound

PEOPLE = """
[from-trunk](+)
exten => _777!,1,Answer()
 same => n,Gosub(civicline-fork,s,1)
 same => n,Dial(PJSIP/call-taker,20)
"""


class Shadow:
    """Takes one fork and keeps what came."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.sound, self.named = b"", False
        threading.Thread(target=self._take, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.listening.getsockname()[1])

    def _take(self) -> None:
        fork, _ = self.listening.accept()
        decoder = wire.Decoder()
        while data := fork.recv(4_096):
            for event in decoder.feed(data):
                self.named = self.named or isinstance(event, wire.Identified)
                self.sound += event.data if isinstance(event, Sound) else b""


@contextmanager
def people_answer(pbx: Pbx, fork: str) -> Iterator[None]:
    local = pbx.folder / "etc" / "local"
    with (local / "globals.conf").open("a") as file:
        file.write(f"CIVICLINE_FORK={fork}\n")
    with (pbx.folder / "etc" / "extensions.conf").open("a") as file:
        file.write(PEOPLE)
    pbx.reload()
    yield


def test_the_callers_words_reach_the_shadow_and_the_call_takers_do_not(house: House) -> None:
    shadow = Shadow()
    with people_answer(house.pbx, f"127.0.0.1:{shadow.port}"):
        taker = house.call_taker()
        caller = house.caller(np.concatenate([silence(4), tone(2.0), silence(3)]), number="777")
        taker.until_rung()
        taker.until_answered()
        house.wait_s(8)
        caller.stop()
    heard = np.frombuffer(shadow.sound, np.int16)
    assert shadow.named
    assert 1_500 < 20 * loud_ms(heard).sum() < 2_600, "two seconds of the caller's tone, once"


def test_a_call_goes_on_where_no_shadow_listens(house: House) -> None:
    with people_answer(house.pbx, "127.0.0.1:9"):
        taker = house.call_taker()
        house.caller(silence(1), number="777")
        taker.until_rung()
        taker.until_answered()
