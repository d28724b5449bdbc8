"""`canary MODEL`: a share of the calls is answered by it and watched, until it has passed or was returned."""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Callable, Mapping

from casework_client.errors import CaseworkUnavailable
from retraining import promoting
from retraining.asking import Casework
from retraining.canary import bands as bands_of
from retraining.canary.evidence import Evidence
from retraining.canary.note import CanaryNote
from retraining.canary.watching import Models, Verdict, table, watch
from retraining.models import Refused, Registry

LARGEST_SHARE = 0.5  # the model in use must have calls to compare with


@dataclass(frozen=True)
class Trial:
    """A canary of `model`, which passed the gate against `present`: `share` of the calls, for `by`."""

    model: Path
    present: Path
    share: float
    by: str
    bands: bands_of.Bands

    def run(
        self, registry: Registry, told: CanaryNote, casework: Casework, meanwhile: Callable[[], None] = lambda: None
    ) -> Verdict:
        """Until it is decided. `meanwhile`: at every look. Raises Refused; whatever is raised, the canary is over then."""
        counted = _Outcomes(casework, datetime.now(timezone.utc).isoformat(timespec="milliseconds"), self.bands.lease_s)
        told.begin(self.model, self.share, self.bands.lease_s)
        registry.note("canary", self.model.name, self.by, f"{self.share:.0%} of the calls")

        def renew() -> None:
            told.write(self.model, self.share, self.bands.lease_s)
            meanwhile()

        try:
            found = watch(
                told,
                renew,
                counted,
                Models(registry.model_id(self.present), registry.model_id(self.model)),
                self.bands,
                Evidence(self.bands),
            )
        finally:
            told.end()
        what = "canary_passed" if found.passed else "canary_returned"
        registry.note(what, self.model.name, self.by, found.why or f"in its bands over {found.calls} calls")
        return found


class _Outcomes:
    """What casework counts since the canary began; while it does not answer, for a lease at most, what it counted last."""

    def __init__(self, casework: Casework, since: str, patience_s: float) -> None:
        self._casework, self._since, self._patience_s = casework, since, patience_s
        self._last: Mapping[str, Mapping[str, Any]] = {}
        self._at = time.monotonic()

    def __call__(self) -> Mapping[str, Mapping[str, Any]]:
        try:
            self._last, self._at = self._casework.outcomes(self._since), time.monotonic()
        except CaseworkUnavailable:
            if time.monotonic() - self._at > self._patience_s:
                raise
        return self._last


def run(options: argparse.Namespace, note: Path, present: Path) -> int:
    """0 when it passed, 2 when it was returned. Raises Refused."""
    registry, told = Registry(options.models), CanaryNote(note)
    if options.model is None or not 0 < options.share <= LARGEST_SHARE:
        raise Refused(f"Name a model, and a share of the calls above 0 and at most {LARGEST_SHARE}.")
    promoting.allowed(registry, options.model, present, options.why)
    trial = Trial(options.model, present, options.share, options.by, _bands(options))
    said = [f"{options.model.name} answers {options.share:.0%} of the calls; Ctrl-C ends it"]
    found = trial.run(
        registry, told, Casework(options.agency, options.by), lambda: print(said.pop(), flush=True) if said else None
    )
    print(table(found))
    if not found.passed:
        print(f"the model in use answers every call since {found.return_s:.1f} s after the decision")
        return 2
    return 0


def end(note: Path) -> int:
    print(f"the model in use answers every call since {CanaryNote(note).ended():.1f} s")
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
