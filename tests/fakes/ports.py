"""A port for a test whose server must be told its number before it opens it."""

import random
import socket

_LOWEST, _HIGHEST = 20_001, 31_999  # below what systems give away by themselves, above baresip's own media ports
_CHANCE = random.SystemRandom()  # tests of several processes must not draw the same numbers


def quiet_port() -> int:
    """A port that is free for UDP and TCP on the loopback interface.

    One that the system has given (port 0) may be given to somebody else's connection before it is opened; nobody is given these.
    """
    for _ in range(200):
        port = _CHANCE.randint(_LOWEST, _HIGHEST)
        if is_free(port):
            return port
    raise RuntimeError("No free port between 20,001 and 31,999 was found in 200 tries.")


def is_free(port: int) -> bool:
    return _free(port, socket.SOCK_DGRAM) and _free(port, socket.SOCK_STREAM)


def _free(port: int, kind: socket.SocketKind) -> bool:
    with socket.socket(socket.AF_INET, kind) as door:
        try:
            door.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
