"""Where somebody lives or what happened where: street addresses, streets, corners, blocks and apartments.

A grammar and not a model: recognised speech has no capitals to go by ("fourteen thirty seven pearl street apartment four b").
An agency's own street names (its gazetteer) make corners without a street word findable ("colfax and broadway").
"""

import re
from collections.abc import Iterable, Iterator

from privacy.findings import Finding
from privacy.kept import NOT_NAMES, PLACES
from privacy.words import ONES, ORDINALS, REPEATS, SCALES, TEENS, TENS, word_set


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_SPOKEN = _any({*ONES, *TEENS, *TENS, *SCALES, *REPEATS})
_DIGITS = r"\d[\d,]*(?:-\d+)?[a-z]?"
_PREPOSITION = r"(?:on|from|off|along|at|near|by|of|to|down|across)"
_UNNUMBERED = r"drive|dr|lane|ln|court|ct|place|pl|way|circle|cir|trail|alley|square|loop|row|terrace"
_NUMBER = rf"(?:{_DIGITS}|{_SPOKEN}(?:[\s\-]+(?:and\s+)?(?:{_SPOKEN}|\d+)){{1,7}})"
_DIRECTION = r"(?:(?:north|south|east|west|northeast|northwest|southeast|southwest|[nsew]|ne|nw|se|sw)\b\.?\s+)"
_ORDINAL = rf"(?:\d+(?:st|nd|rd|th)|(?:{_any(TENS)}[\s\-]+)?{_any(ORDINALS)})"
_PLAIN = r"street|avenue|ave|av|boulevard|blvd|road|rd|parkway|pkwy|highway|hwy|terrace|freeway|expressway|turnpike"
_DOUBTFUL = _any(
    word_set(
        """
        st drive dr lane ln court ct place pl way circle cir trail trl alley square sq plaza loop row path point
        run ridge hill hills heights view park crossing cove creek island islands mountain mountains lake lakes
        meadow meadows field fields forest forge fork garden gardens glen green grove harbor haven hollow
        junction key keys knoll knolls landing manor mews mill mills mission neck orchard oval overpass pass
        passage pike pine pines plain plains port prairie ramp ranch rapids rest river shoal shore shores skyway
        spring springs spur station stravenue stream summit throughway trace track trafficway tunnel union
        unions valley viaduct village ville vista walk walks wall well wells camp canyon cape causeway center
        cliff cliffs club common corner corners course crescent crest curve dale dam divide estate estates
        extension fall falls ferry flat flats ford branch bridge brook brooks burg burgs bypass bluff bluffs
        bend beach bayou annex arcade inlet isle light lights bottom centers circles commons corso coves
        crossroad crossroads drives expressway extensions fords forges forks fort gateway gateways greens groves
        harbors hollows inlets junctions land manors parkways parkway passages paths pikes points ports prairies
        rapid ridges roads route routes shoals spurs squares stravenues tunnels turnpike valleys viaducts views
        villages vistas ways lock locks lodge mall motorway mount parks radial rue streets underpass
        """
    )
)
_NOT_A_NAME = _any(
    word_set(
        """
        the my our your his her their this that a an same other wrong right whole entire side dead one two way
        busy quiet across down up of on in at by to from near off and or is was are it its it's there there's
        every each next public private access service city county state any some what which for with into over
        under behind no not i we he she they along through middle blocking block car street minute minutes mile
        miles hour hours day days week weeks month months year years people cars dog dogs guy guys kid kids time
        times dollar dollars police parked parking
        """
    )
)
_WORD = rf"(?!(?:{_NOT_A_NAME})\b)[a-z][a-z'’.\-]*"
_NAME = rf"(?:{_ORDINAL}|{_WORD}(?:\s+{_WORD}){{0,2}}?)"
_STREET_THINGS = (
    r"(?:lights?|lamps?|sweep\w*|rac\w+|park\w*|clean\w*|signs?|clos\w+|fairs?|festivals?|takeovers?|performers?|"
    r"musicians?|people|person|level|corner|repairs?|department)\b"
)
_UNIT = (
    r"(?:[\s,]+(?:apartment|apt|unit|suite|ste|room|rm|lot|space|building|bldg|floor|number|#)\.?\s*#?\s*(?:[a-z]?\d+[a-z]?|[a-z]\b|"
    + _SPOKEN
    + r")(?:[\s\-]+(?:"
    + _SPOKEN
    + r"|\d+|[a-z]\b)){0,5})"
)
_TAIL = rf"(?:\s+(?:north|south|east|west|[nsew]|ne|nw|se|sw)\b)?{_UNIT}?"

_HOUSE_AND_STREET = re.compile(
    rf"\b{_NUMBER}(?:\s+block\s+of)?[\s,]+{_DIRECTION}?(?P<name>{_NAME})\s+(?:{_PLAIN}|{_DOUBTFUL})\b\.?{_TAIL}",
    re.IGNORECASE,
)
_STREET = re.compile(
    rf"\b{_DIRECTION}?(?P<name>{_NAME})\s+(?:{_PLAIN})\b\.?(?!\s+{_STREET_THINGS}){_TAIL}", re.IGNORECASE
)
_ON_STREET = re.compile(
    rf"\b{_PREPOSITION}\s+(?P<place>{_DIRECTION}?{_WORD}\s+(?:{_UNNUMBERED})\b)(?!\s+(?:street|avenue|ave|road|st)\b)",
    re.IGNORECASE,
)
_AT_NUMBER = re.compile(
    rf"\b(?:at|of|from|to|on|near)\s+(?P<place>(?:\d{{3,5}}|(?:{_SPOKEN}[\s\-]+){{2,5}}{_SPOKEN})\s+{_DIRECTION}?{_WORD}(?:\s+{_WORD})?{_UNIT}?)",
    re.IGNORECASE,
)
_DIRECTED = re.compile(
    rf"\b\d{{2,5}}\s+(?:[nsew]\b\.?|north|south|east|west)\s+(?P<name>{_ORDINAL}|{_WORD})", re.IGNORECASE
)
_WRITTEN_STREET = re.compile(
    r"\b(?:[NSEW]\.? )?(?:[A-Z][a-z]+ ){1,2}(?:St|Dr|Drive|Ln|Lane|Ct|Pl|Place|Way|Cir|Circle|Trail|Alley)\b(?! [A-Z][a-z]+ (?:St|Ave))"
)
_NAMED = rf"{_DIRECTION}?(?:{_ORDINAL}|{_WORD})(?:\s+(?:{_PLAIN}|st|drive|dr|lane|ln|court|ct|place|pl|way)\b\.?)?"
_CORNER = re.compile(rf"\b(?:corner|intersection)\s+(?:of|at)\s+{_NAMED}\s+(?:and|&|at)\s+{_NAMED}", re.IGNORECASE)
_FROM_FOURTH = _any(ORDINALS - {"first", "second", "third"})
_HIGH = rf"(?:\d+(?:st|nd|rd|th)|(?:{_any(TENS)}[\s\-]+)?{_FROM_FOURTH})(?:\s+(?:ave|avenue|street|st)\b\.?)?"
_ORDINAL_CORNER = re.compile(
    rf"\b{_DIRECTION}?{_HIGH}\s+(?:and|&)\s+{_DIRECTION}?(?:{_HIGH}|(?P<name>{_WORD}))|\b(?P<other>{_WORD})\s+(?:and|&)\s+{_HIGH}",
    re.IGNORECASE,
)
_WRITTEN_CORNER = re.compile(
    r"\b(?:at|on|near|by|around|of) ((?:[NSEW]\.? )?[A-Z][a-z]+(?: [A-Z][a-z]+)? (?:and|&) [A-Z][a-z]+(?: [A-Z][a-z]+)?)\b"
)
_CUED = re.compile(
    rf"\b(?:(?:i|we)(?:'m| am|'re| are)?\s+(?:live|living|stay|staying)\s+(?:at|on)|address(?:\s+is|\s+of)?|"
    rf"located\s+at|house\s+(?:is\s+)?at|come\s+to|over\s+at|i'm\s+at|i\s+am\s+at)"
    rf"\s+(?P<place>{_NUMBER}\s+{_DIRECTION}?{_WORD}(?:\s+{_WORD})?{_UNIT}?)",
    re.IGNORECASE,
)
_BLOCK = re.compile(rf"\b{_NUMBER}\s+block\s+(?:of|on)\s+{_DIRECTION}?(?:{_ORDINAL}|{_WORD})", re.IGNORECASE)
_ROOM = re.compile(
    rf"\b(?:apartment|apt|unit|suite|room)\.?\s*(?:number\s+|#\s*)?(?:[a-z]?\d+[a-z]?\b|{_SPOKEN}\b(?:[\s\-]+{_SPOKEN}\b){{0,5}})(?:\s+[a-h]\b)?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*,?\s+(?:in\s+)?(?:[A-Z][a-z]+(?: [A-Z][a-z]+)?),?\s+(?:[A-Z]{2}|[A-Z][a-z]{3,})\s+\d{5}(?:-\d{4})?\b"
)
_PLACED = (_CUED, _ON_STREET, _AT_NUMBER)
_WHOLE = (_HOUSE_AND_STREET, _STREET, _DIRECTED, _WRITTEN_STREET, _CORNER, _ORDINAL_CORNER, _BLOCK, _ROOM)


_NEVER_STREETS = word_set("""
    narrow residential cross last says about complain then everyone when that everybody nobody it we lost around
    another quiet little main entire persons go out walk one-way dark icy muddy dirt gravel paved back front open
    crowded he she they who where which
    """)

_STREETS_TOO = (
    word_set("""
    broadway federal lincoln east west north south wall green king park
    church lake day good black white gray brown long young
    """)
    | PLACES
)
_COUNTED = {*ONES, *TEENS, *TENS, *SCALES, *REPEATS}
_NEVER = (NOT_NAMES | _NEVER_STREETS) - _STREETS_TOO


_BESIDE = r"(?:on|at|near|by|off|along|to|from|behind|past|around|of|over on|across from|in front of|outside|down|up)"


class AddressFinder:
    """Immutable after building. places: street names of the agency's gazetteer, without the street word; ordinary: those that are
    everyday words, known by a direction before them ("south pearl").

    "4710 Tennyson", "behind Kalamath", "Alameda and Tejon"; what an agency wants to be kept (place_words) stays by itself.
    """

    def __init__(self, places: Iterable[str] = (), ordinary: Iterable[str] = ()) -> None:
        names = {place.lower().strip() for place in places if place.strip()}
        known, alone, directed = (
            _longest_first(some) for some in (names, names - PLACES, {*ordinary, *names} - PLACES)
        )
        written = (
            rf"\b(?P<a>{_NUMBER}[\s,]+{_DIRECTION}?(?:{known})\b{_UNIT}?)",
            rf"\b(?P<a>{_DIRECTION}?(?:{known})\s+(?:and|&|at)\s+{_DIRECTION}?(?:{directed})\b)",
            rf"\b(?P<a>{_DIRECTION}?(?:{directed})\s+(?:and|&|at)\s+{_DIRECTION}?(?:{known})\b)",
            rf"\b{_BESIDE}\s+(?P<a>(?:north|south|east|west)\s+(?:{directed}))\b",
            rf"\b{_BESIDE}\s+(?P<a>{_DIRECTION}?(?:{alone})\b(?:\s+(?:and|&|at)\s+{_DIRECTION}?(?:{_ORDINAL}|{directed})\b)?)",
        )
        self._known = [re.compile(pattern, re.IGNORECASE) for pattern in written] if alone else []

    def find(self, text: str) -> Iterator[Finding]:
        """Every stretch that says a place as exactly as a street, a corner or a door."""
        for pattern in _WHOLE:
            for match in pattern.finditer(text):
                if _is_street_name(match):
                    yield Finding(match.start(), _with_city(text, match.end()), "address")
        for match in _WRITTEN_CORNER.finditer(text):
            yield Finding(match.start(1), match.end(1), "address")
        for pattern in _PLACED:
            for match in pattern.finditer(text):
                if _is_place(match.group("place")):
                    yield Finding(match.start("place"), match.end("place"), "address")
        for match in (match for pattern in self._known for match in pattern.finditer(text)):
            yield Finding(match.start("a"), match.end("a"), "address")


def _is_street_name(match: re.Match[str]) -> bool:
    """No narrow street, no 17th and everyone: the words in the place of the name must be able to be one."""
    groups = match.groupdict()
    words = (groups.get("name") or groups.get("other") or "").lower().split()
    return not any(word in _NEVER for word in words if word not in ORDINALS)


def _longest_first(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _is_place(words: str) -> bool:
    """The first word behind the house number can be a street's."""
    behind = [
        word for word in re.findall(r"[^\s,\-]+", words.lower()) if not word[0].isdigit() and word not in _COUNTED
    ]
    return bool(behind) and behind[0] not in _NEVER


def _with_city(text: str, end: int) -> int:
    after = _AFTER.match(text, end)
    return after.end() if after else end
