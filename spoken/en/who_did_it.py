"""What is told of the one who did it: their number, their name, what they wore and drove; nothing of it is the caller's. Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from spoken.en import phones
from spoken.en.numbers import DIGITS, MULTIPLES, TEENS, TENS, digits_only
from spoken.en.vehicles import MAKES

ALIKE = 0.8  # of two numbers, one of which was misheard
_CALLED_SO = (
    r"(?:suspect|thief|scammer|fraudster|robber|burglar|crook|vandal|tagger|caller|stalker|con ?(?:man|artist)|scam caller)(?!'s a\b)"
    r"(?:s|es)?|thieves"
)
_PERSON = (
    r"(?:m[ae]n|guys?|dudes?|wom[ae]n|lad(?:y|ies)|kids?|boys?|girls?|person|people|males?|females?|teen(?:ager)?s?|driver|someone"
    r"|somebody|fellow|gentleman)"
)
_WEARS = (
    r"(?:hats?|caps?|hoodies?|hoods?|jackets?|coats?|shirts?|t-?shirts?|sweaters?|sweatshirts?|pants|jeans|shorts|masks?|beanies?"
    r"|sneakers"
    r"|shoes|boots|vests?|glasses|gloves|backpacks?|clothes)"
)
_LOOKS = (
    r"(?:tall|short|skinny|thin|heavyset|heavy set|bald|beards?|bearded|mustache|tattoos?|tattooed|hair|haired|accent)"
)
_DRIVES = (
    r"(?:vans?|trucks?|cars?|suvs?|pickups?|scooters?|motorcycles?|motorbikes?|sedans?|minivans?|jeeps?"
    rf"|{'|'.join(re.escape(make) for make in MAKES)})"
)
_COLOR = r"(?:white|black|red|blue|green|gr[ae]y|silver|gold|brown|yellow|orange|dark|light|tan|purple|pink)"
_ONE_OF_THEM = re.compile(rf"\b(?:{_CALLED_SO})\b", re.I)
_DESCRIBED = re.compile(
    rf"\b{_PERSON} (?:in|with|w/?|wearing|driving|on)(?!\w).*\b(?:{_WEARS}|{_LOOKS}|{_DRIVES})\b"
    rf"|\b(?:{_LOOKS}|hooded|masked) (?:\w+ )?{_PERSON}\b"
    rf"|\b(?:he|she|they|{_PERSON})(?:'s| was| is| were| are| had been)? (?:all )?(?:wearing|wore|had on|dressed|driving|drove|riding)\b"
    rf"|\b(?:he|she|they)(?:'s|'re| was| were| is| are) (?:in|on) (?:an?|some|the|this|that) (?:\w+ ){{0,4}}?(?:{_WEARS}|{_DRIVES})\b"
    rf"|\b(?:left|fled|got|gets|getting|jumped|hopped|ran|took off|drove off|drove away|pulled up|came|away|off) (?:out of "
    rf"|in(?:to)? |on )(?:an?|some|this)"
    rf" (?:\w+ ){{0,4}}?{_DRIVES}\b"
    rf"|\b(?:he|she|they) (?:had|has|have)\b.*\b(?:{_WEARS}|{_LOOKS}|{_DRIVES})\b"
    rf"|\b(?:he|she|they)(?:'s|'re| was| is| were| are| looked)? (?:a |an |about |very |really |kind of |like )*"
    rf"(?:{_LOOKS}|{_COLOR} {_PERSON})\b"
    rf"|\b{_COLOR} {_DRIVES}\b.*\b{_COLOR} {_WEARS}\b|\b{_COLOR} {_WEARS}\b.*\b{_COLOR} {_DRIVES}\b",
    re.I,
)
_GOES_ON = re.compile(rf"\b(?:{_WEARS}|{_LOOKS}|{_DRIVES})\b", re.I)
_MISSED = re.compile(
    r"\b(?:took|stole|stolen|taken|taking|grabbed|swiped|missing|lost|worth|dollars?|bucks?)\b|\$|\b(?:my|our|mine)\b",
    re.I,
)
_ASKED_AFTER = re.compile(
    rf"^(?:and )?(?:where|what about|how about|what happened to)(?:'s| is| are)? ?(?:the |that )?(?:{_CALLED_SO}|{_PERSON})\W*$",
    re.I,
)
_WORN = re.compile(
    rf"^(?P<thing>.+?)(?: is| was|'s| are| were) (?:on|of|worn by|from|with) (?:the |that )?(?:{_CALLED_SO}|{_PERSON})\b"
    rf"|^(?P<whose>.+?)(?: is| was|'s| are| were) (?:the |that )?(?:{_CALLED_SO}|{_PERSON})'s\b",
    re.I,
)
_LEADS = re.compile(
    r"^(?:\W*(?:please )?(?:add|put in|include|write|note)(?: that| this)?\b[ ,:]*)?"
    r"(?:(?:the )?suspect(?: is| was|:)[ ,:]*)?(?=\S)",
    re.I,
)
_THEIRS = rf"(?:his|her|their|(?:the |that |this )?(?:{_CALLED_SO}|{_PERSON})(?:'s|s')?(?:'s)?)"
_THEIR_NUMBER = re.compile(
    rf"\b{_THEIRS} (?:(?:phone|cell|telephone|real|callback|call back|whatsapp) )*(?:number|phone|cell|line)\b"
    rf"|\bnumber (?:that |which )?(?:he|she|they|it|(?:the |that )?(?:{_CALLED_SO}|{_PERSON}))"
    r" (?:called|used|gave|texted|phoned|rang|had|was)"
    rf"|\bnumber (?:that |which )(?:called|texted|phoned|rang)\b"
    r"|\b(?:called|texted|phoned|rang|messaged|calling|texting|calls|texts) (?:me|us) (?:back )?(?:from|with|on) "
    rf"|\b(?:he|she|they|{_CALLED_SO}|{_PERSON})(?:'s| was| were| kept| keeps)? (?:called|texted|phoned|rang|messaged|calling|texting)"
    r" (?:from|with|on) "
    rf"|\bnumber (?:of|for|from) (?:the |that )?(?:{_CALLED_SO}|{_PERSON})\b",
    re.I,
)
_MINE = re.compile(
    r"\b(?:my|our) (?:(?:own|phone|cell|home|house|work|telephone|contact|callback|mobile|new|real|best) )*"
    r"(?:number|phone|cell|line|mobile|home)\b"
    r"|\bmine\b|\b(?:call|text|reach|phone|ring|contact) (?:me|us) (?:back )?(?:at|on)\b|\bi(?:'m| am) (?:calling|on)\b",
    re.I,
)
_THEIR_NAME = re.compile(
    rf"\b{_THEIRS} name(?: is|'s| was)? (?P<name>\S.*)$|\b(?:he|she|they)(?:'s| is| was| were)?"
    r" (?:called|named|calls? (?:him|her|them)self|called (?:him|her|them)self) (?P<called>\S.*)$",
    re.I,
)
_ONE_DIGIT = rf"(?:\d+|{'|'.join((*DIGITS, *TEENS, *TENS, *MULTIPLES))})"
_A_NUMBER = re.compile(rf"(?:\+?\b{_ONE_DIGIT}\b[\s().,-]*){{3,40}}(?<![\s(.,-])", re.I)
MOST = 60  # words of a part that describes somebody


def described(clause: str, before: bool = False) -> str:
    """What the part tells of them, without "add" and "suspect is"; "" where it tells of somebody or something else. `before`: the part
    before it was of them."""
    if len(clause.split()) > MOST:
        return ""
    words = _LEADS.sub("", clause.strip(), count=1)
    of_them = _ONE_OF_THEM.search(clause) or _DESCRIBED.search(words) or (before and _GOES_ON.search(words))
    if not of_them or _ASKED_AFTER.match(clause) or (_MISSED.search(words) and not _ONE_OF_THEM.search(clause[:20])):
        return ""
    return words.strip(" ,.") if re.search(r"\w", words) else ""


_ON_CAMERA = re.compile(
    r"\b(?:cameras?|cams?|videos?|footage|doorbells?|dashcams?|cctv)\b(?: \w+){0,3}? (?:shows?|showed|has|have|got|caught"
    r"|captured|recorded|of|with|saw)"
    rf" (?P<them>(?:an?|the|two|three|some|this|these|my) .*\b{_PERSON}\b.*)$"
    rf"|(?P<seen>\b(?:an?|the|two|three|some|this|that) (?:\w+ ){{0,4}}?{_PERSON}\b.*?)[ ,]+on (?:my |the |our |a |their )?(?:\w+ )?"
    r"(?:cameras?|cams?|videos?|footage|doorbells?|dashcams?|cctv)\b",
    re.I,
)


_GLIMPSED = re.compile(
    rf"\b(?:an?|two|three|four|some|this|that|the|these) (?:\w+ ){{0,4}}?{_PERSON} (?:in|with|wearing) (?:\w+ ){{0,6}}?{_WEARS}\b"
    rf"(?:(?:,| and|, and) (?:an? )?(?:\w+ ){{0,3}}?{_WEARS}\b)*",
    re.I,
)
_SAW_THEM = re.compile(
    rf"\b(?:saw|seen|watched|spotted) (?P<them>(?:an?|two|three|some|this|the|these) (?:\w+ ){{0,4}}?{_PERSON}\b.*)$",
    re.I,
)


def glimpsed(clause: str) -> str:
    """ "Two kids in black hoodies" of "two kids in black hoodies jumped my fence and took my bike"."""
    found = _GLIMPSED.search(clause)
    return found[0] if found else ""


def seen(clause: str) -> str:
    """ "A guy in a red jacket" of "the guard saw a guy in a red jacket"."""
    found = _SAW_THEM.search(clause)
    return found["them"].strip(" ,.") if found else ""


def on_camera(clause: str) -> str:
    """ "A lady in a pink coat" of "the neighbor's camera shows a lady in a pink coat"."""
    found = _ON_CAMERA.search(clause)
    return (found["them"] or found["seen"]).strip(" ,.") if found else ""


def worn(clause: str) -> str:
    """ "The red hat" of "the red hat is on the thief"; "" where nothing is said to be theirs."""
    found = _WORN.match(clause)
    return (found["thing"] or found["whose"]) if found else ""


def asked_after(clause: str) -> bool:
    """ "Where is the man?" """
    return bool(_ASKED_AFTER.match(clause.strip()))


def is_their_number(text: str) -> bool:
    """A telephone number in these words is that of somebody else: "a man called me from ..."."""
    return bool(_THEIR_NUMBER.search(text)) and not _MINE.search(text)


def says_mine(text: str) -> bool:
    return bool(_MINE.search(text))


def is_like(number: str, known: str, mine: str) -> bool:
    """Whether a new number is rather the one in what is known of them, put right, than the caller's."""
    found = _A_NUMBER.search(known)
    theirs = digits_only(found[0]) if found else ""
    if len(theirs) < 5:
        return False
    new = re.sub(r"\D", "", number)[-10:]
    alike = SequenceMatcher(None, theirs, new).ratio()
    return alike >= ALIKE and alike > SequenceMatcher(None, re.sub(r"\D", "", mine)[-10:], new).ratio()


def with_number(known: str, number: str, country: str) -> str:
    """What is known of them with this number, instead of the one that stood there."""
    new = phones.written(number, country)
    if not known:
        return new
    if new in known:
        return known
    said, times = _A_NUMBER.subn(new, known, count=1)
    return said if times else f"{known.rstrip(' .')}. {new}"


_OTHERS = re.compile(
    r"\b(?:managers?|neighbou?rs?|witness(?:es)?|owners?|landlord|landlady|guards?|security|clerks?|cashiers?|friends?|wife"
    r"|husband|son|daughter"
    r"|brother|sister|roommate|co-?workers?|employees?|doorman|super|officer)\b",
    re.I,
)


def name_told(text: str) -> str:
    """ "Michael Brown" of "his name is michael brown"; "" where nobody else is named."""
    if _OTHERS.search(text):
        return ""  # "the building manager has video, his name is Greg"
    found = _THEIR_NAME.search(text)
    return (found["name"] or found["called"]).strip(" ,.") if found else ""
