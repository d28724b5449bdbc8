"""python -m agencies.fetching FROM INTO [--every SECONDS]; FROM is git+URL#BRANCH:FOLDER, or a bucket: s3://bucket/prefix."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import time
from pathlib import Path

from agencies.fetching.errors import FetchFailed
from agencies.fetching.keeping import Keeper
from agencies.fetching.sources import source_of


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s", stream=sys.stderr)
    asked = _asked()
    try:
        keeper = Keeper(source_of(asked.source, asked.into / ".source"), asked.into)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if not asked.every:
        return _brought(keeper)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # process 1 of a container has no default for it
    while True:
        _brought(keeper)
        time.sleep(asked.every)


def _brought(keeper: Keeper) -> int:
    """1: nothing new could be had, and nothing is there from before."""
    try:
        if keeper.bring():
            logging.info("the agencies' folders are new in %s", keeper.current)
    except FetchFailed as error:
        logging.error("the agencies' folders stay as they are: %s", error)
        return 0 if keeper.current.exists() else 1
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="agencies.fetching", description=__doc__)
    parser.add_argument("source", metavar="FROM")
    parser.add_argument("into", metavar="INTO", type=Path)
    parser.add_argument("--every", type=float, default=0, help="seconds; without it once, for a part that starts")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
