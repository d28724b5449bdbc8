"""A worker process: builds its engine, says that it is ready, does one job after another until its parent is gone.

What travels is pickled between two processes of our own, over a pipe that nobody else can open; sound goes as plain samples.
"""

import contextlib
import os
import signal
import threading
import time
from multiprocessing.connection import Connection
from typing import Any, Literal, NamedTuple

from voice_connector.speech.errors import SpeechError
from voice_connector.speech.hosting.host import Build, Job

_LOOK_FOR_PARENT_S = 2.0


class Word(NamedTuple):
    """What a worker says: ready, the result of a job, an error that the engine meant, or that the engine broke."""

    kind: Literal["ready", "result", "refused", "broken"]
    value: Any = None


def work(pipe: Connection, build: Build[Any], warm: Job[Any, object] | None, niceness: int) -> None:
    """The whole life of a worker."""
    _leave_the_group(niceness)
    threading.Thread(target=_watch_parent, args=(os.getppid(),), daemon=True).start()
    with contextlib.suppress(EOFError, OSError):  # the parent has left
        engine = _build(pipe, build, warm)
        while engine is not None:
            pipe.send(_do(pipe.recv(), engine))


def _build(pipe: Connection, build: Build[Any], warm: Job[Any, object] | None) -> Any:
    try:
        engine = build()
        if warm is not None:
            warm(engine)
    except SpeechError as error:
        pipe.send(Word("refused", error))
        return None
    except Exception as error:
        pipe.send(Word("broken", type(error).__name__))
        return None
    pipe.send(Word("ready"))
    return engine


def _do(job: Job[Any, Any], engine: Any) -> Word:
    try:
        return Word("result", job(engine))
    except SpeechError as error:
        return Word("refused", error)
    except Exception as error:  # the parent replaces this process and asks another one
        return Word("broken", type(error).__name__)  # its words might be a caller's


def _leave_the_group(niceness: int) -> None:
    """Ctrl-C and SIGTERM for the connector's group are not for us: calls that still run need their engines."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        os.setpgid(0, 0)
    if niceness:
        with contextlib.suppress(OSError, AttributeError):
            os.nice(niceness)  # the event loop, which paces every caller's sound, comes first


def _watch_parent(parent: int) -> None:
    """A worker that is stuck in native code does not see its pipe close."""
    while os.getppid() == parent:
        time.sleep(_LOOK_FOR_PARENT_S)
    os._exit(0)
