"""How much of what tells who called the redactor takes out, and how much else it takes with it.

    .envs/services/bin/python -m benchmarks.bench_redaction [--misses] [--sentences 600] [--seed 7]

Three sets. The large one is made by Faker from templates written here, in three forms (written, lower case without
punctuation, digits spoken); templates are few, so it measures breadth of names and numbers, not of wording. The small
one is 60 transcripts written by hand (redaction_transcripts.txt), the third 120 turns written for a mending (redaction_callers.txt, which
says what was found at first sight); the rules were mended with all in sight, so none tells what a new agency's callers will show.
--plain FILE ... prints what is replaced in texts that are not marked.

Recall: a marked stretch counts when every letter and digit of it is gone.
Precision: a replaced stretch counts when it touches a marked one.
"""

import argparse
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from faker import Faker

from privacy import Finding, Redactor

_MARK = re.compile(r"\{(\w+):([^}]*)\}")
_HAND_WRITTEN = Path(__file__).with_name("redaction_transcripts.txt")
_CALLERS = Path(__file__).with_name("redaction_callers.txt")
_TARGETS = {"name": 0.85, "phone": 0.95, "number": 0.95, "address": 0.95}

TEMPLATES = (
    "My name is {name} and I'd like to report a stolen bike.",
    "Hi, this is {name}, I'm calling about my car.",
    "Can I speak to detective {last}?",
    "My neighbor {first} has been playing loud music all night.",
    "Officer {last} told me to call this number.",
    "I'm {name}, my phone number is {phone}.",
    "You can call me back at {phone} after five.",
    "The best number is {phone}, ask for {first}.",
    "I live at {address} and there's a party next door.",
    "Someone broke into my garage at {address} last night.",
    "My address is {address}.",
    "There's an abandoned Honda in front of {address}.",
    "My car was towed from {street} yesterday.",
    "There's a big pothole on {street} near the gas station.",
    "My case number is {case}.",
    "I want to know about case {case}, it was a burglary.",
    "The access code is {code} and the PIN is {pin}.",
    "The plate number is {plate}, it's a red Ford truck.",
    "License plate {plate}, it hit my mailbox and drove off.",
    "My date of birth is {dob}.",
    "I was born on {dob} if you need that.",
    "My e-mail is {email}.",
    "Please send the report to {email}.",
    "My social security number is {ssn}.",
    "They charged my card, it's {card}.",
    "My son {name} ran away this morning, he was last seen on {street}.",
    "The other driver was {name} and she lives at {address}.",
    "My wife {first} saw it, her number is {phone}.",
    "I need a copy of report {case} for my insurance.",
    "Somebody named {name} keeps calling me from {phone}.",
    "There's graffiti on the wall behind the library.",
    "I called 911 already and they sent me to you.",
    "It happened around ten thirty last night and it cost me two hundred dollars.",
    "A 2015 Toyota Camry has been parked on my street for three weeks.",
)


# Faker's own street names end in every word the post office knows ("Mueller Coves"); streets of a city end in these.
STREET_TYPES = ("Street", "Avenue", "Boulevard", "Drive", "Road", "Court", "Place", "Way", "Lane", "Parkway", "Circle")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and the stretches of it that must go."""

    text: str
    gold: tuple[Finding, ...]


@dataclass
class Score:
    """Counts for one set."""

    found: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    total: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    right: int = 0
    replaced: int = 0
    misses: list[str] = field(default_factory=list)
    extras: list[str] = field(default_factory=list)
    seconds: float = 0.0


def main() -> int:
    options = _options()
    redactor = Redactor()
    if options.plain:
        return _print_plain(redactor, options.plain)
    made = list(faker_set(options.sentences, options.seed))
    written, callers = from_file(_HAND_WRITTEN), from_file(_CALLERS)
    missed = False
    for title, texts in (
        (f"Faker, {len(made)} sentences", made),
        (f"hand-written, {len(written)} transcripts", written),
        (f"callers, {len(callers)} turns", callers),
    ):
        score = measure(redactor, texts)
        missed |= _print(title, score, len(texts))
        if options.misses:
            print(
                *(f"  missed: {line}" for line in score.misses),
                *(f"  too much: {line}" for line in score.extras),
                sep="\n",
            )
    return int(missed)


def from_file(path: Path) -> list[Marked]:
    return [read_marks(line) for line in path.read_text().splitlines() if line and not line.startswith("#")]


def faker_set(count: int, seed: int) -> Iterator[Marked]:
    """Templates filled by Faker, in three forms in turn."""
    fake, chance = Faker("en_US"), random.Random(seed)
    Faker.seed(seed)
    forms: tuple[Callable[[str], str], ...] = (lambda t: t, _plain, lambda t: _plain(_spoken(t)))
    for n in range(count):
        filled = chance.choice(TEMPLATES) if n >= len(TEMPLATES) else TEMPLATES[n]
        marked = re.sub(r"\{(\w+)\}", lambda m: _fill(m.group(1), fake, chance), filled)
        yield read_marks(forms[n % 3](marked))


def _fill(what: str, fake: Faker, chance: random.Random) -> str:
    digits = "".join(chance.choices("0123456789", k=6))
    values: dict[str, Callable[[], tuple[str, str]]] = {
        "name": lambda: ("name", f"{fake.first_name()} {fake.last_name()}"),
        "first": lambda: ("name", fake.first_name()),
        "last": lambda: ("name", fake.last_name()),
        "phone": lambda: ("phone", f"{chance.choice(('303', '720'))}-555-{digits[:4]}"),
        "address": lambda: ("address", fake.street_address()),
        "street": lambda: ("address", f"{fake.last_name()} {chance.choice(STREET_TYPES)}"),
        "case": lambda: ("number", f"26-{digits}"),
        "code": lambda: ("number", fake.bothify("?#?#?#").upper()),
        "pin": lambda: ("number", digits[:4]),
        "plate": lambda: ("plate", fake.bothify(chance.choice(("???-###", "???-?##", "###-???"))).upper()),
        "dob": lambda: ("date", fake.date_of_birth().strftime(chance.choice(("%m/%d/%Y", "%B %d, %Y")))),
        "email": lambda: ("email", fake.email()),
        "ssn": lambda: ("number", fake.ssn()),
        "card": lambda: ("number", fake.credit_card_number("visa16")),
    }
    kind, value = values[what]()
    return f"{{{kind}:{value}}}"


def _plain(marked: str) -> str:
    """As a recogniser without punctuation writes; numbers and e-mail addresses keep theirs."""
    return re.sub(r"(?<![\d])[.,?](?=\s|$)", "", marked).lower()


def _spoken(marked: str) -> str:
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]

    def say(mark: re.Match[str]) -> str:
        kind, value = mark.groups()
        if kind == "email":
            return f"{{{kind}:{value.replace('@', ' at ').replace('.', ' dot ')}}}"
        if kind in {"phone", "number", "plate"} or kind == "address":
            value = re.sub(
                r"[\dA-Z-]*\d[\dA-Z-]*|\b[A-Z]{3}\b",
                lambda m: " ".join(words[int(c)] if c.isdigit() else c for c in m.group() if c.isalnum()),
                value,
            )
        return f"{{{kind}:{value}}}"

    return _MARK.sub(say, marked)


def read_marks(line: str) -> Marked:
    """A marked line as plain text and stretches."""
    text, gold, at = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        gold.append(Finding(len(text), len(text) + len(mark.group(2)), mark.group(1)))
        text, at = text + mark.group(2), mark.end()
    return Marked(text + line[at:], tuple(gold))


def measure(redactor: Redactor, texts: list[Marked]) -> Score:
    """Recall by kind, and precision."""
    score = Score()
    for marked in texts:
        started = time.perf_counter()
        found = redactor.find(marked.text)
        score.seconds += time.perf_counter() - started
        gone = {place for f in found for place in range(f.start, f.end)}
        for gold in marked.gold:
            score.total[gold.kind] += 1
            left = [p for p in range(gold.start, gold.end) if marked.text[p].isalnum() and p not in gone]
            score.found[gold.kind] += not left
            if left:
                score.misses.append(f"{gold.kind} {marked.text[gold.start : gold.end]!r} in {marked.text!r}")
        _count_replaced(score, marked, found)
    return score


def _count_replaced(score: Score, marked: Marked, found: list[Finding]) -> None:
    for finding in found:
        score.replaced += 1
        if any(finding.start < gold.end and gold.start < finding.end for gold in marked.gold):
            score.right += 1
        else:
            score.extras.append(f"{finding.kind} {marked.text[finding.start : finding.end]!r} in {marked.text!r}")


def _print(title: str, score: Score, texts: int) -> bool:
    """The table; True when a target is missed."""
    print(f"\n{title}\n{'kind':<10}{'marked':>8}{'gone':>8}{'recall':>9}{'target':>9}")
    missed = False
    for kind in sorted(score.total):
        recall, target = score.found[kind] / score.total[kind], _TARGETS.get(kind)
        missed |= target is not None and recall < target
        print(
            f"{kind:<10}{score.total[kind]:>8}{score.found[kind]:>8}{recall:>9.3f}{f'{target:.2f}' if target else '-':>9}"
        )
    print(
        f"precision {score.right / max(1, score.replaced):.3f} ({score.replaced} replaced), {1000 * score.seconds / texts:.1f} ms a text"
    )
    return missed


def _print_plain(redactor: Redactor, files: list[Path]) -> int:
    """What goes from ordinary lines: read it to see need words destroyed."""
    lines = [
        line.strip()
        for file in files
        for line in file.read_text().splitlines()
        if line.strip() and not line.startswith("#")
    ]
    touched = [(line, kept) for line in lines if (kept := redactor.redact(line)) != line]
    print(
        *(f"{line}\n  -> {kept}" for line, kept in touched), f"{len(touched)} of {len(lines)} lines changed", sep="\n"
    )
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sentences", type=int, default=600)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--misses", action="store_true", help="print every miss and every stretch taken in error")
    parser.add_argument(
        "--plain", type=Path, nargs="+", metavar="FILE", help="only print what is replaced in the lines of these files"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
