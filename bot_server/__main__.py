"""`python -m bot_server run ...`: the same arguments as `rasa run ...`."""

from __future__ import annotations

from rasa.__main__ import main

from bot_server import swapping
from bot_server.patches import cached_lookups, gc_and_debug_copies, graph_runner, remote_actions, tracker_copies

PARTS = (graph_runner, cached_lookups, tracker_copies, gc_and_debug_copies, remote_actions, swapping)

if __name__ == "__main__":
    for part in PARTS:
        part.install()
    main()
