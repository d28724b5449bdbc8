"""`python -m bot_server run ...` and `python -m bot_server train ...`: the same arguments as Rasa's own."""

from __future__ import annotations

import os
import sys

from bot_server import without_tensorflow
from signatures import tls

# What endpoints.yml reads and an installation may leave out; Rasa refuses a variable that is not set.
OPTIONAL = (
    "CIVICLINE_TRACKER_HOST", "CIVICLINE_TRACKER_PORT", "CIVICLINE_TRACKER_USER", "CIVICLINE_TRACKER_PASSWORD",
    "CIVICLINE_LOCKS", "CIVICLINE_EVENTS_URL", "CIVICLINE_EVENTS_QUEUE",
)  # fmt: skip


def fill_in() -> None:
    for name in OPTIONAL:
        os.environ.setdefault(name, "")


def secure() -> None:
    """`run` listens with this part's certificate, if it has one (signatures/tls.py)."""
    if sys.argv[1:2] == ["run"] and "--ssl-certificate" not in sys.argv:
        try:
            sys.argv += tls.for_rasa()
        except tls.BadTls as error:
            raise SystemExit(str(error)) from None


def main() -> None:
    """Rasa is imported only here: what it finds then is decided before."""
    fill_in()
    secure()
    without_tensorflow.install(sys.argv)
    from rasa.__main__ import main as rasas_main

    if without_tensorflow.TRAIN in sys.argv[:2]:
        from bot_server.patches import examples_once, quick_archive

        examples_once.install()
        quick_archive.install()
    else:
        _change_what_answers()
    rasas_main()


def _change_what_answers() -> None:
    from bot_server import beside, listening, swapping, watched
    from bot_server.patches import (
        cached_lookups,
        gc_and_debug_copies,
        graph_runner,
        one_conversation,
        quick_start,
        remote_actions,
        tracker_copies,
        understanding_aside,
    )

    for part in (
        quick_start,
        graph_runner,
        cached_lookups,
        tracker_copies,
        gc_and_debug_copies,
        one_conversation,
        remote_actions,
        understanding_aside,
        swapping,
        watched,
        listening,
        beside,
    ):
        part.install()


if __name__ == "__main__":
    main()
