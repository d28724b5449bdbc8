"""Starts the console: `python -m web.console serve`."""

from __future__ import annotations

import sys

from web.console.app import build
from web.console.settings import ConsoleSettings
from web.shared.serving import main

if __name__ == "__main__":
    sys.exit(main(ConsoleSettings, build, lambda settings: settings.console_port))
