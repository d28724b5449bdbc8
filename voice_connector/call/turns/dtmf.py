"""Keys: 0 is a person at any moment; digits are gathered until '#', the expected length, or a pause; '*' goes back."""

from dataclasses import dataclass, replace

PERSON_KEY = "0"
MOST_DIGITS = 32
KEYS = frozenset("0123456789*#")


@dataclass(frozen=True, slots=True)
class WantsPerson:
    """The caller asked for a person by key, or by the tones of a text telephone."""

    by_tty: bool = False


@dataclass(frozen=True, slots=True)
class WantsBack:
    """The star key with nothing entered: one step back."""


@dataclass(frozen=True, slots=True)
class Entered:
    """The caller has finished entering digits."""

    digits: str


@dataclass(frozen=True, slots=True)
class Collector:
    """Digits so far. `expected` is the most that the open question takes; 0 when no digits were asked for."""

    expected: int = 0
    digits: str = ""

    def press(self, key: str) -> tuple["Collector", WantsPerson | WantsBack | Entered | None]:
        """The collector after one key, and what the key completed. Unknown keys change nothing; "*" first clears what was entered.

        A number may begin with 0, so while a question takes several digits a first 0 waits for the next key.
        """
        if key not in KEYS:
            return self, None
        if key == "*":
            return replace(self, digits=""), None if self.digits else WantsBack()
        if key == "#":
            return replace(self, digits=""), self.finished()
        if key == PERSON_KEY and not self.digits and self.expected <= 1:
            return self, WantsPerson()
        entered = replace(self, digits=self.digits + key)
        if len(entered.digits) >= (self.expected or 1) or len(entered.digits) >= MOST_DIGITS:
            return replace(self, digits=""), entered.finished()
        return entered, None

    def finished(self) -> WantsPerson | Entered | None:
        """What the digits so far mean once no more come."""
        if self.digits == PERSON_KEY:
            return WantsPerson()
        return Entered(self.digits) if self.digits else None

    def timed_out(self) -> tuple["Collector", WantsPerson | Entered | None]:
        return replace(self, digits=""), self.finished()
