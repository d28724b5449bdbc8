"""`python -m bot_server run ...`: the same arguments as `rasa run ...`."""

from __future__ import annotations

from rasa.__main__ import main

from bot_server import graph_runner, remembered, remote_actions, settled, trackers

PARTS = (graph_runner, remembered, trackers, settled, remote_actions)

if __name__ == "__main__":
    for part in PARTS:
        part.install()
    main()
