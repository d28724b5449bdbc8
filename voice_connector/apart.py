"""Threads for what may hang (a disk, a bucket), so that it never takes those in which sound is made and names are looked up."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Done = TypeVar("Done")


class Apart:
    """`many` at once; what comes beyond waits for those. Whoever has a caller on the line sets a deadline."""

    def __init__(self, name: str, many: int = 4) -> None:
        self._threads = ThreadPoolExecutor(many, name)

    async def run(self, work: Callable[Given, Done], *args: Given.args, **named: Given.kwargs) -> Done:
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(work, *args, **named))
