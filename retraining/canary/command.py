"""`canary MODEL`: a share of the calls is answered by it and watched, until it has passed or was returned."""

from __future__ import annotations

import argparse
from datetime import datetime, timezone
from pathlib import Path

from retraining import promoting
from retraining.asking import Casework
from retraining.canary import bands as bands_of
from retraining.canary.evidence import Evidence
from retraining.canary.note import CanaryNote
from retraining.canary.watching import Models, table, watch
from retraining.models import Refused, Registry

LARGEST_SHARE = 0.5  # the model in use must have calls to compare with


def run(options: argparse.Namespace, note: Path, present: Path) -> int:
    """0 when it passed (and was promoted, where that was asked), 2 when it was returned. Raises Refused."""
    registry, told = Registry(options.models), CanaryNote(note)
    if options.end:
        print(f"the model in use answers every call since {told.ended():.1f} s")
        return 0
    if options.model is None or not 0 < options.share <= LARGEST_SHARE:
        raise Refused(f"Name a model, and a share of the calls above 0 and at most {LARGEST_SHARE}.")
    promoting.allowed(registry, options.model, present, options.why)
    bands = _bands(options)
    since = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    told.begin(options.model, options.share, bands.lease_s)
    registry.note("canary", options.model.name, options.by, f"{options.share:.0%} of the calls")
    print(f"{options.model.name} answers {options.share:.0%} of the calls; Ctrl-C ends it", flush=True)
    try:
        found = watch(
            told,
            lambda: told.write(options.model, options.share, bands.lease_s),
            lambda: Casework(options.agency, options.by).outcomes(since),
            Models(registry.model_id(present), registry.model_id(options.model)),
            bands,
            Evidence(bands),
        )
    finally:
        told.end()
    print(table(found))
    what = "canary_passed" if found.passed else "canary_returned"
    registry.note(what, options.model.name, options.by, found.why or f"in its bands over {found.calls} calls")
    if not found.passed:
        print(f"the model in use answers every call since {found.return_s:.1f} s after the decision")
        return 2
    return 0


def _bands(options: argparse.Namespace) -> bands_of.Bands:
    bands = bands_of.load(options.bands)
    return bands.copy(update={"calls": options.calls}) if options.calls else bands


def options_of(command: argparse.ArgumentParser) -> None:
    command.add_argument("model", type=Path, nargs="?")
    command.add_argument("--share", type=float, default=0.1, help="of the calls, by their ids")
    command.add_argument("--calls", type=int, help="of the candidate until it has passed; else as bands.yml says")
    command.add_argument("--bands", type=Path, default=bands_of.FILE)
    command.add_argument("--end", action="store_true", help="end a running canary: the model in use answers every call")
