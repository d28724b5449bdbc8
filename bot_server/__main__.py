"""`python -m bot_server run ...`: the same arguments as `rasa run ...`."""

from __future__ import annotations

from rasa.__main__ import main

from bot_server.remote_actions import install

if __name__ == "__main__":
    install()
    main()
