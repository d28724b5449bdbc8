"""Calls that people answered, as turns for a shadow: the connector's recogniser hears the recordings of a folder in a process of its own.

The words come over a pipe as they were said, and are nowhere kept; what is shown of them is redacted.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Dict, Iterator

from retraining.models import Refused
from retraining.shadow_calls import FOUND, Found, found_by_people

WRONG = 2  # exit code of `hear`: something outside is wrong, and it said what
PYTHON = "CIVICLINE_SERVICES_PYTHON"  # the connector's, which is not this one


def turns(folder: Path, delete: bool) -> Iterator[Dict[str, Any]]:
    """{call_id, n, text, found_need?, found_danger?}, one an utterance. Raises Refused when the folder cannot be heard."""
    found = found_by_people(folder)
    python = os.environ.get(PYTHON)
    if not python:
        raise Refused("Recordings are heard by `make learn`, which knows where the recogniser is.")
    command = [python, "-m", "voice_connector", "hear", str(folder), "--as-said", *(["--delete"] if delete else [])]
    hearing = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert hearing.stdout is not None
    heard = 0
    try:
        for line in hearing.stdout:
            heard += 1
            told = json.loads(line)
            one = found.get(told["call_id"], Found(None, None))
            yield {**told, "found_need": one.need, "found_danger": one.danger, "found_group": one.group}
    finally:
        hearing.stdout.close()  # one that is broken off ends at its next line
        try:
            hearing.wait(30)
        except subprocess.TimeoutExpired:
            hearing.terminate()
    if hearing.returncode and heard:
        print("Not all of the recordings could be heard; this is of those before.", file=sys.stderr)
    elif hearing.returncode:
        raise Refused(f"The recordings of {folder} could not be heard ({FOUND} beside them is read as well).")


def forked(port: int, most: int, minutes: float) -> Iterator[Dict[str, Any]]:
    """{call_id, n, text} of running calls that an exchange forks to this port, until so many were heard or the time is over."""
    python = os.environ.get(PYTHON)
    if not python:
        raise Refused("Forked calls are heard by `make learn`, which knows where the recogniser is.")
    command = [python, "-m", "voice_connector", "hear", "--fork", str(port), "--as-said"]
    hearing = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert hearing.stdout is not None
    over = threading.Timer(60 * minutes, hearing.terminate)
    over.start()
    try:
        for _, line in zip(range(most), hearing.stdout):
            yield dict(json.loads(line))
    finally:
        over.cancel()
        hearing.terminate()
        hearing.wait(30)
    if hearing.returncode == WRONG:
        raise Refused("Forked calls could not be heard; what is wrong stands above.")
