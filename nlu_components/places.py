"""Where it happened: address, block, crossing, landmark, street, area and city in what a caller says. Pure.

A grammar over words, with the agency's gazetteer. A misheard name is looked up only where a place must stand ("corner
of _ and federal", "1420 _ avenue", or when we asked), so everyday words never become streets.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, List, Optional, Tuple

from nlu_components.cities import city_in
from nlu_components.gazetteer import Gazetteer
from nlu_components.spoken_numbers import number_at
from nlu_components.streets import DIRECTIONS, FAIR, STRONG, TYPE_WORDS, FoundStreet, can_be_a_name, of_gazetteer, street_at
from nlu_components.utterance import Utterance

PREPOSITIONS = frozenset("at on in by near off of around behind outside inside along from past across between crossing to".split())
STREET_PREPOSITIONS = frozenset("on off along down up".split())
LANDMARK_PREPOSITIONS = frozenset("at by near in outside inside behind around past of to from front next across opposite on".split())
RELATIONS = {"near": "near", "by": "near", "off": "near", "past": "near", "toward": "near", "between": "between"}
FILLERS = frozenset("um uh er like you know the its it's it is was i think that's thats would be so well yeah okay ok oh at on".split())
# What may follow a street name that is also an everyday word ("on federal and", not "federal taxes").
AFTER_NAME = frozenset(
    """and at near by in the it its it's he he's she they they're is was are were right just around last yesterday this
    that there where when so i i'm we we're my a an for with between about to from off of or because but has had have
    today tonight now again since after before while please across toward heading going who which someone somebody
    people his her their our some if like every all up down still always stole took hit cars everybody yesterday
    monday tuesday wednesday thursday friday saturday sunday""".split()
)
MAX_HOUSE_DIGITS = 5
UNLISTED = 0.6  # confidence in a street that only the caller knows
BOTH_MISHEARD = 0.85  # how alike both names of a crossing must be when neither was heard right


@dataclass(frozen=True)
class Place:
    kind: str  # where | street | area | city
    value: str
    first: int  # word numbers, inclusive
    last: int
    confidence: float = 1.0


class PlaceFinder:
    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def found(self, utterance: Utterance, asked: bool = False) -> List[Place]:
        """At most one `where`, one `street` or `area` (when there is no `where`), and one `city`."""
        words = utterance.texts()
        if not words:
            return []
        reading = _Reading(self._gazetteer, utterance, [word.plain for word in utterance.words], asked)
        city = city_in(self._gazetteer, words, asked)
        place = reading.address() or reading.crossing() or reading.landmark() or reading.single()
        city = city or (self._named_after(reading.words, place.last + 1) if place else None)
        cities = [Place("city", *city)] if city else []
        if place and cities and place.first <= cities[0].last and cities[0].first <= place.last:
            place = None  # "aurora" is the city, not a street that sounds like it
        return cities + ([place] if place else [])

    def _named_after(self, words: List[str], i: int) -> Optional[Tuple[str, int, int]]:
        """The city straight after a place: "900 block of dayton aurora"."""
        hit = self._gazetteer.cities.at(words, i) if i < len(words) else None
        return (hit[0], i, i + hit[1] - 1) if hit else None


@dataclass
class _Reading:
    """One utterance being read."""

    gazetteer: Gazetteer
    utterance: Utterance
    words: List[str]
    asked: bool

    def __post_init__(self) -> None:
        self._streets: List[Optional[FoundStreet]] = [self._street(i) for i in range(len(self.words))]

    def _street(self, i: int) -> Optional[FoundStreet]:
        return street_at(self.gazetteer, self.words, i)

    def _word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def _before(self, i: int) -> str:
        """The word before a place, passing over an article."""
        return self._word(i - 2) if self._word(i - 1) in ("the", "a", "that", "um", "uh") else self._word(i - 1)

    # --- address and block -------------------------------------------------------------------------------------

    def address(self) -> Optional[Place]:
        for i in range(len(self.words)):
            numbers = list(self._numbers(i))
            for digits, after in numbers:
                place = self._block(i, digits, after) or self._house(i, digits, self._streets[after])
                if place:
                    return place
            if numbers and len(numbers[-1][0]) >= 3 and self._place_expected(i):
                street = self._misheard(numbers[-1][1], 2)
                if street and (street.typed or self.asked):
                    return self._house(i, numbers[-1][0], street)
        return None

    def _numbers(self, i: int) -> Iterator[Tuple[str, int]]:
        """Every house number that may start here, with the word after it: "fourteen twenty third" is 14, then 1420."""
        if i and number_at(self.words, i - 1, True) or self.words[i] in ("a", "o", "oh", "zero"):
            return
        digits, at = "", i
        while at < len(self.words) and (found := number_at(self.words, at, bool(digits))):
            digits, at = digits + found[0], at + found[1]
            if len(digits) > MAX_HOUSE_DIGITS:
                return
            if at < len(self.words):
                yield digits, at

    def _block(self, i: int, digits: str, after: int) -> Optional[Place]:
        if self._word(after) not in ("block", "blk"):
            return None
        at = after + (2 if self._word(after + 1) in ("of", "on") else 1)
        street = self._certain_street(at)
        return Place("where", f"{int(digits)} block of {street.display}", i, street.last, street.likeness) if street else None

    def _house(self, i: int, digits: str, street: Optional[FoundStreet]) -> Optional[Place]:
        if street is None or not self._house_fits(digits, street):
            return None
        unit, last = self._unit(street.last)
        return Place("where", f"{int(digits)} {street.display}{unit}", i, street.last if not unit else last, street.likeness)

    def _house_fits(self, digits: str, street: FoundStreet) -> bool:
        if int(digits) == 0 or (street.numbered and not street.typed and len(digits) < 3):
            return False
        if street.typed and street.strength == STRONG:
            return not street.name.startswith(("I-", "US ", "Hwy "))
        if not street.typed and len(digits) < 3:
            return False
        return street.typed or not street.ordinary or self._ends_or_goes_on(street.last)

    def _unit(self, last: int) -> Tuple[str, int]:
        if self._word(last + 1) in ("apartment", "apt", "unit", "suite", "number") and last + 2 < len(self.words):
            number = number_at(self.words, last + 2)
            if number:
                return f", {'apt' if self._word(last + 1).startswith('ap') else self._word(last + 1)} {number[0]}", last + 1 + number[1]
        return "", last

    # --- crossings ---------------------------------------------------------------------------------------------

    def crossing(self) -> Optional[Place]:
        for i, street in enumerate(self._streets):
            if street is not None and self._starts_here(i):
                place = self._crossing_from(street)
                if place:
                    return place
        return self._misheard_first()

    def _starts_here(self, i: int) -> bool:
        """A direction before a name belongs to the street found one word earlier."""
        return i == 0 or self.words[i - 1] not in DIRECTIONS or self._streets[i - 1] is None

    def _crossing_from(self, one: FoundStreet) -> Optional[Place]:
        relation, at = self._connector(one.last)
        if not relation or at >= len(self.words):
            return None
        other = self._streets[at]
        if other is None and relation == "&" and self._place_expected(one.first) and one.strength >= FAIR:
            other = self._misheard(at, 2)
        if other is None and relation == "&" and one.strength == STRONG:
            return self._unlisted(one, at)
        if other is None or other.display == one.display or not self._fits(one, other, relation):
            return None
        if relation == "between":
            return self._between(one, other)
        value = f"{one.beside(other).display} {relation} {other.beside(one).display}"
        return Place("where", value, one.first, other.last, min(one.likeness, other.likeness))

    def _unlisted(self, one: FoundStreet, at: int) -> Optional[Place]:
        """"colfax and yosemite" when the gazetteer lacks the second: its name as heard, less sure."""
        word = self.words[at]
        if not can_be_a_name(word) or not self._place_expected(one.first) or not self._ends_or_goes_on(at):
            return None
        return Place("where", f"{one.display} & {word.capitalize()}", one.first, at, UNLISTED)

    def _between(self, one: FoundStreet, two: FoundStreet) -> Optional[Place]:
        three = self._streets[two.last + 2] if self._word(two.last + 1) == "and" and two.last + 2 < len(self.words) else None
        if three is None:
            return None
        value = f"{one.display} between {two.beside(one).display} & {three.beside(one).display}"
        return Place("where", value, one.first, three.last)

    def _connector(self, last: int) -> Tuple[str, int]:
        """How the next street is joined: ("&" | "near" | "between" | "", word number of the next street)."""
        following, at = self._word(last + 1), last + 1
        if at < len(self.words):
            gap = self.utterance.folded[self.utterance.words[last].end : self.utterance.words[at].start]
            if any(sign in gap for sign in "&/@+"):
                return "&", at
        if following in ("and", "at", "n", "x", "cross"):
            return "&", at + (2 if self._word(at + 1) == "the" else 1)
        if following in ("right", "just", "kind", "somewhere", "over"):
            following, at = self._word(at + 1), at + 1
        if following in RELATIONS:
            return RELATIONS[following], at + (2 if self._word(at + 1) in ("of", "the") else 1)
        return "", at

    def _fits(self, one: FoundStreet, other: FoundStreet, relation: str) -> bool:
        if self._before(one.first) in ("the", "between") or (one.numbered and self._word(one.first - 1) == "the" and not one.typed):
            return False
        strengths = sorted((one.strength, other.strength))
        if strengths[1] == STRONG:
            return strengths[0] >= FAIR or self._place_expected(one.first)
        if one.numbered != other.numbered and strengths[0] >= FAIR and relation == "&":
            return True
        if one.numbered and other.numbered and not (one.typed or other.typed):
            return self._corner(one.first)
        return self._place_expected(one.first) and self._ends_or_goes_on(other.last)

    def _corner(self, i: int) -> bool:
        return self.asked or "corner" in self.words[max(0, i - 4) : i] or "intersection" in self.words[max(0, i - 4) : i]

    def _place_expected(self, i: int) -> bool:
        return self.asked or self._before(i) in PREPOSITIONS

    def _misheard_first(self) -> Optional[Place]:
        """"corner of coffeex and federal": the first name was misheard, the second is certain or misheard too."""
        for joint in (i for i, word in enumerate(self.words) if word in ("and", "at") and 0 < i < len(self.words) - 1):
            other = self._streets[joint + 1] or self._misheard(joint + 1, 2)
            if other is None or (other.numbered and not other.typed and not self._corner(joint - 1)):
                continue
            for length in (1, 2):
                first = joint - length
                if first < 0 or not (self._before(first) in PREPOSITIONS or (self.asked and first == 0) or self._corner(first)):
                    continue
                one = self._near(first, joint)
                sure = self._corner(first) or min(one.likeness if one else 0, other.likeness) >= BOTH_MISHEARD or other.likeness == 1
                if one and one.name != other.name and sure:
                    value = f"{one.beside(other).display} & {other.beside(one).display}"
                    return Place("where", value, first, other.last, one.likeness * other.likeness)
        return None

    def _misheard(self, i: int, most: int) -> Optional[FoundStreet]:
        """The street that one or `most` words from i on sound like."""
        options = [self._near(i, i + length) for length in range(1, most + 1) if i + length <= len(self.words)]
        return max((option for option in options if option), key=lambda option: option.likeness, default=None)

    def _near(self, first: int, end: int) -> Optional[FoundStreet]:
        words = self.words[first:end]
        if any(word in FILLERS or word in TYPE_WORDS or word in AFTER_NAME or number_at(words, k) for k, word in enumerate(words)):
            return None
        found = self.gazetteer.misheard(words)
        if not found:
            return None
        street, typed = of_gazetteer(found[0], first, end - 1, found[1]), self._word(end) in TYPE_WORDS
        if not typed:
            return street
        return FoundStreet(street.name, TYPE_WORDS[self._word(end)], first, end, STRONG, typed=True, likeness=found[1])

    # --- landmarks, single streets, areas ----------------------------------------------------------------------

    def landmark(self) -> Optional[Place]:
        for i in range(len(self.words)):
            found = self.gazetteer.landmarks.at(self.words, i)
            if not found or not (self.asked or self._before(i) in LANDMARK_PREPOSITIONS):
                continue
            landmark, last = found[0], i + found[1] - 1
            if landmark.ordinary and not (self._ends_or_goes_on(last) and self._before(i) in ("at", "outside", "behind", "by", "of", "near")):
                continue
            street = self._landmark_street(last)
            value = f"{landmark.name} on {street.display}" if street else landmark.name
            return Place("where", value, i, street.last if street else last)
        return None

    def _landmark_street(self, last: int) -> Optional[FoundStreet]:
        if self._word(last + 1) not in ("on", "off", "at", "near", "by"):
            return None
        at = last + (3 if self._word(last + 2) == "of" else 2)
        street = self._streets[at] if at < len(self.words) else None
        return street if street and (street.strength == STRONG or self._ends_or_goes_on(street.last)) else None

    def single(self) -> Optional[Place]:
        """A street or an area alone: a `where` only when that is what we asked for."""
        for i, street in enumerate(self._streets):
            if street and self._starts_here(i) and self._alone(street):
                return Place("where" if self.asked else "street", street.display, i, street.last, street.likeness)
        for i in range(len(self.words)):
            area = self.gazetteer.areas.at(self.words, i)
            if area and (self.asked or self._before(i) in ("in", "around", "near", "over")):
                return Place("where" if self.asked else "area", area[0], i, i + area[1] - 1)
        return self._asked_name()

    def _alone(self, street: FoundStreet) -> bool:
        before = self._before(street.first) if self._word(street.first - 1) != "the" else ""
        if self.asked:
            return street.strength >= FAIR and (street.typed or self._ends_or_goes_on(street.last))
        if street.strength == STRONG:
            return before in PREPOSITIONS and (street.typed or before not in ("to", "from", "of"))
        if street.typed:
            return before in STREET_PREPOSITIONS or before in ("at", "near", "by")
        return before in STREET_PREPOSITIONS - {"down", "up"} and not street.numbered and self._ends_or_goes_on(street.last)

    def _asked_name(self) -> Optional[Place]:
        content = [i for i, word in enumerate(self.words) if word not in FILLERS]
        if not self.asked or not content or len(content) > 3 or content[-1] - content[0] != len(content) - 1:
            return None
        street = self._near(content[0], content[-1] + 1)
        return Place("where", street.display, street.first, street.last, street.likeness) if street else None

    def _certain_street(self, i: int) -> Optional[FoundStreet]:
        """A street where nothing else can stand: after "block of"."""
        return (self._streets[i] or self._misheard(i, 2)) if i < len(self.words) else None

    def _ends_or_goes_on(self, last: int) -> bool:
        following = self._word(last + 1)
        ended = not following or self.utterance.words[last + 1].clause != self.utterance.words[last].clause
        return ended or following in AFTER_NAME


