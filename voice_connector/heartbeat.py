"""Ends a connector that hangs: its callers would hear nothing, and no deadline inside it runs any more.

The event loop says again and again that it lives. When it has not for too long, a thread of the interpreter that needs nothing of ours
writes down where every thread stands and ends the process. What follows is what follows any death: a PBX rings a person within a
second, chats go on in another process, and whoever keeps the connector running starts it anew.
"""

import asyncio
import faulthandler
import sys

_EVERY_S = 1.0


async def beat(hangs_after_s: float) -> None:
    """Until cancelled. Nought: whoever hangs is left alone, as somebody with a debugger wants it."""
    if not hangs_after_s:
        return
    try:
        while True:
            faulthandler.dump_traceback_later(hangs_after_s, exit=True, file=sys.__stderr__ or sys.stderr)
            await asyncio.sleep(_EVERY_S)
    finally:
        faulthandler.cancel_dump_traceback_later()
