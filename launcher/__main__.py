"""Starts the launcher; refuses a Python that is too old in one sentence instead of a traceback."""

import sys

if sys.version_info < (3, 8):  # noqa: UP036 - this is the one place where an older Python may arrive
    found = ".".join(map(str, sys.version_info[:2]))
    sys.exit("make needs Python 3.8 or newer as python3, and this is " + found + "; try: make run PYTHON=python3.11")

from launcher.cli import main

sys.exit(main())
