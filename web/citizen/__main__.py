"""Starts the citizens' pages: `python -m web.citizen serve`."""

from __future__ import annotations

import sys

from web.citizen.app import build
from web.citizen.settings import CitizenSettings
from web.shared.serving import main

if __name__ == "__main__":
    sys.exit(main(CitizenSettings, build, lambda settings: settings.citizen_port))
