"""The shape of a place where engines live. A pool asks it from its threads, one job a thread."""

from collections.abc import Callable
from typing import Protocol, TypeVar

Engine = TypeVar("Engine")
Engine_co = TypeVar("Engine_co", covariant=True)
Result = TypeVar("Result")

Build = Callable[[], Engine]
Job = Callable[[Engine], Result]


class Host(Protocol[Engine_co]):
    @property
    def restarts(self) -> int:
        """How often an engine had to be built anew since the start."""
        ...

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that engines live in; empty when they live in this one."""
        ...

    def start(self) -> None:
        """Builds and warms every engine; blocks. Raises SpeechError."""
        ...

    def attempt(self, job: Job[Engine_co, Result]) -> Result:
        """Does one job; blocks. An engine that breaks over it is replaced, and the job is done once more.

        Raises EngineFailed after a second failure, and whatever SpeechError the engine itself raises.
        """
        ...

    def close(self) -> None: ...
