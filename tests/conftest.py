"""Property tests draw the same inputs in every run, so that a run fails for a change and not by chance; `make fuzz` draws new ones."""

from __future__ import annotations

import importlib.util

if importlib.util.find_spec("hypothesis"):  # the bot's environment has none, and no test that needs it
    from hypothesis import settings

    settings.register_profile("repeatable", deadline=None, derandomize=True)
    settings.register_profile("random", deadline=None, print_blob=True)
    settings.load_profile("repeatable")  # --hypothesis-profile=random takes its place
