"""Beside the running bot: tells casework of the registry, and does what people of the agency ask for in the console.

The console is on any host and casework has no models, so this side asks: what waits is done here, by the same steps as the commands,
and the gate's word is looked at once more. One thing at a time. A canary or a training that is taken back in the console ends within
seconds; what was in the middle when this process ended is refused when it starts again, and a canary without it ends by its lease.
"""

from __future__ import annotations

import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Dict, Optional, Sequence, Tuple

from casework_client.errors import CaseworkError, CaseworkRefused, CaseworkUnavailable
from retraining import promoting, registry_told
from retraining.asking import Casework
from retraining.canary import bands
from retraining.canary.command import Trial
from retraining.canary.note import CanaryNote
from retraining.models import UNREADABLE, Refused, Registry
from retraining.one_at_a_time import CHANGE, only_one
from retraining.training import Training

EVERY_S = 2.0
TELL_AGAIN_S = 60.0  # the console says when it has heard nothing for minutes
_OVER = (404, 409)  # a wish that is gone or was taken back
_NEVER_TAKEN = (400, 413, *_OVER)  # said again it would be refused again
_ANOTHER_KEEPER = 409
_LONGEST = 4000  # casework's ModelWishAnswer.said


class TakenBack(Exception):
    """The wish that is being fulfilled is wished no more."""


class Keeper:
    """`note`: the running bot's. Raises CaseworkError where casework does not answer; what it is owed then is said later.

    A registry that cannot be told keeps nobody's wish waiting. But where another keeper tells of other models for this agency, this
    one does nothing (CaseworkRefused); it takes the other's place once that has been silent for minutes.
    """

    def __init__(self, registry: Registry, note: Path, casework: Casework) -> None:
        self._registry, self._note, self._casework = registry, note, casework
        self._told: Sequence[object] = ()
        self._told_at = -TELL_AGAIN_S
        self.tells = False  # and no other keeper does, as far as it knows
        self._unsaid: Dict[int, Tuple[str, str]] = {}

    def look(self) -> None:
        """Once: tells what changed, and does what waits."""
        trouble = self._tell()
        self._say_what_is_owed()
        self.tells = not (isinstance(trouble, CaseworkRefused) and trouble.status == _ANOTHER_KEEPER)
        if trouble and not self.tells:
            raise trouble  # what waits is asked of the models that the console shows
        share, wishes = self._casework.wishes()
        for wish in wishes:
            if wish["state"] == "doing":
                self._say(wish, *self._interrupted(wish))
            else:
                self._do(wish, share)
        if trouble:
            raise trouble

    def leaves(self) -> None:
        """The last word of the one that tells: another keeper need not wait until this one has been silent for minutes."""
        if self.tells:
            with suppress(CaseworkError, *UNREADABLE):
                self._casework.tell_models(registry_told.told(self._registry, self._note), over=True)

    def _do(self, wish: Dict[str, Any], share: float) -> None:
        try:
            said = self._train(wish) if wish["what"] == "train" else self._change(wish, share)
        except TakenBack:
            return
        except CaseworkRefused as refused:
            if refused.status not in _OVER:
                raise
        except Refused as refused:
            self._say(wish, "refused", str(refused))
        except UNREADABLE as error:
            self._say(wish, "refused", f"The models cannot be read: {error or type(error).__name__}")
        else:
            self._say(wish, "done", said)

    def _train(self, wish: Dict[str, Any]) -> str:
        """A candidate; what answers callers stays. Raises Refused and TakenBack."""
        present = promoting.in_use(self._registry, self._note)  # the gate has to know beside what
        self._take(wish, "It is trained from the present data.")
        training = Training(self._registry, self._casework.agency, wish["by"], lambda: self._still(wish))
        model = training.train(present)
        self._goes_on(wish, f"{model.name} is trained; the gate asks it beside {present.name}.")
        return training.ask_the_gate(model, present)

    def _change(self, wish: Dict[str, Any], share: float) -> str:
        """What answers callers. Raises Refused and TakenBack."""
        with only_one(self._registry.folder / CHANGE, f"the wish of {wish['by']} in the console"):
            return self._back(wish) if wish["what"] == "roll_back" else self._live(wish, share)

    def _live(self, wish: Dict[str, Any], share: float) -> str:
        """Promotes; after a canary where the agency wants one. Raises Refused and TakenBack."""
        self._running()  # else nothing is promoted that nobody answers with
        model, why, overrides = (
            self._registry.folder / wish["model"],
            str(wish.get("why") or ""),
            bool(wish.get("override")),
        )
        present = promoting.in_use(self._registry, self._note)
        promoting.allowed(self._registry, model, present, why if overrides else "")
        first = share > 0 and not self._tried(model)
        self._take(wish, f"{model.name} answers {share:.0%} of the calls first." if first else "")
        if first:
            self._try(wish, model, present, share)
            present = promoting.in_use(self._registry, self._note)  # a canary takes hours
        promoting.promote(self._registry, model, present, wish["by"], why, overrides)
        return self._handed_over(model, present, wish["by"])

    def _take(self, wish: Dict[str, Any], said: str) -> None:
        """From here on it is this one's to do. Raises CaseworkRefused where it was taken back, or another one does it."""
        self._casework.tell_wish(wish["id"], "doing", said)

    def _goes_on(self, wish: Dict[str, Any], said: str) -> None:
        """How far it is; a casework that is away hears only how it ended."""
        with suppress(CaseworkUnavailable):
            self._casework.tell_wish(wish["id"], "goes_on", said)

    def _try(self, wish: Dict[str, Any], model: Path, present: Path, share: float) -> None:
        trial = Trial(model, present, share, wish["by"], bands.load())
        try:
            found = trial.run(self._registry, CanaryNote(self._running()), self._casework, lambda: self._still(wish))
        except TakenBack:
            self._registry.note("canary_returned", model.name, wish["by"], "it was taken back in the console")
            raise
        except CaseworkError:
            self._registry.note("canary_returned", model.name, wish["by"], "casework did not answer any more")
            raise Refused("Casework did not answer for too long to watch the calls, so the canary was ended.") from None
        if not found.passed:
            raise Refused(
                f"Returned after {found.calls} calls: {found.why}. Every call had the model in use again after {found.return_s:.1f} s."
            )

    def _still(self, wish: Dict[str, Any]) -> None:
        """While a canary or a training goes on. A casework that does not answer is waited for; who counts the calls gives up in time."""
        try:
            self._tell()  # what is wrong with it is said by the next look
            waiting = self._casework.wishes()[1]
        except CaseworkError:
            return
        if all(one["id"] != wish["id"] for one in waiting):
            raise TakenBack

    def _back(self, wish: Dict[str, Any]) -> str:
        """Raises Refused where another one is in use by now, or another one would come back, than the page showed."""
        self._running()
        present, back = promoting.in_use(self._registry, self._note), self._registry.before()
        if (present.name, back.name) != (wish.get("in_use"), wish.get("model")):
            raise Refused(f"{present.name} is in use by now, and {back.name} was before it; look at the page again.")
        self._take(wish, "")
        model = promoting.roll_back(self._registry, wish["by"], str(wish.get("why") or "asked for in the console"))
        return self._handed_over(model, present, wish["by"])

    def _handed_over(self, model: Path, present: Path, by: str) -> str:
        took_s = promoting.hand_over(self._registry, self._running(), model, present, by)
        return f"{model.name} answers since {took_s:.1f} s after it was handed over; calls went on."

    def _running(self) -> Path:
        if not self._note.is_file():
            raise Refused("No bot is running where the models are.")
        return self._note

    def _tried(self, model: Path) -> bool:
        """Whether its canary has passed since the gate was last asked."""
        own = [one["what"] for one in self._registry.history() if one["model"] == model.name]
        return "canary_passed" in own[len(own) - own[::-1].index("measured") :] if "measured" in own else False

    def _interrupted(self, wish: Dict[str, Any]) -> Tuple[str, str]:
        used: Optional[Path] = self._registry.in_use()
        if wish["what"] == "promote" and used is not None and used.name == wish["model"]:
            return "done", f"{used.name} is in use; what promotes was restarted meanwhile."
        return "refused", "What does it was restarted in the middle; ask again."

    def _tell(self) -> Optional[Exception]:
        """What kept it from being told, if anything did."""
        try:
            now = registry_told.state(self._registry, self._note)
            if now != self._told or time.monotonic() - self._told_at > TELL_AGAIN_S:
                self._casework.tell_models(registry_told.told(self._registry, self._note))
                self._told, self._told_at = now, time.monotonic()
        except (CaseworkError, *UNREADABLE) as error:
            return error
        return None

    def _say(self, wish: Dict[str, Any], state: str, said: str) -> None:
        print(f"{wish['by']} asked: {wish['what']} {wish.get('model') or ''}: {state}. {said}", flush=True)
        self._unsaid[wish["id"]] = (state, said[:_LONGEST])
        self._say_what_is_owed()
        self._tell()

    def _say_what_is_owed(self) -> None:
        for wish, (state, said) in list(self._unsaid.items()):
            try:
                self._casework.tell_wish(wish, state, said)
            except CaseworkRefused as refused:
                if refused.status not in _NEVER_TAKEN:
                    raise
            del self._unsaid[wish]


def keep_on(keeper: Keeper) -> None:
    """Until a signal. A casework that is away, or a registry that cannot be read, is said once and tried again."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # whatever it was doing ends as by Ctrl-C
    trouble = ""
    while True:
        try:
            keeper.look()
            trouble = ""
        except KeyboardInterrupt:
            return
        except (CaseworkError, Refused, *UNREADABLE) as error:
            if str(error) != trouble:
                print(error, file=sys.stderr, flush=True)
            trouble = str(error)
        time.sleep(EVERY_S)
