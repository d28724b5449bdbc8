"""How people say at a read-back that something is missing or wrong, or how it looks: "add the lens", "it's a gold one". Pure."""

from __future__ import annotations

import re
from typing import Iterable, List, Tuple

from spoken.en.cardinals import Token, cardinal_at
from spoken.en.field_names import FIELD_WORDS, named_in
from spoken.en.numbers import DIGITS, TEENS, TENS
from spoken.en.report_moves import QUESTION
from spoken.word_sets import word_set

MOST_WORDS = 60
FEWEST_THAT_TELL = 3  # words beside what they name
MOST_WORDS_OF_A_LOOK = 9
MOST_WORDS_OF_A_NAME = 7  # of a part that only names a question
_ADDED = re.compile(
    r"\b(?:(?:you|you've|you have|youve|u)(?: have)?(?: also)? (?:left out|leave out|forgot(?:ten)?(?: about)?|missed|skipped"
    r"|didn'?t (?:get|say|mention|put|add|list))"
    r"|i (?:also )?forgot(?: to (?:say|mention|tell you))?(?: about)?"
    r"|add(?: in)?|put in|include|also (?:lost|took|stole|taken|stolen|missing|gone)|(?:they|he|she|i) also(?: \w+)?|there (?:was"
    r"|were|is) also|what about|how about"
    r"|where(?:'s| is| are)|(?:is|are|was|were) (?:still )?(?:missing|not (?:in|on) (?:it|there))|not just the \w+[ ,]+)\b[ ,:]*",
    re.I,
)
_ADDS = re.compile(
    r"^\W*(?:(?:please|can you|could you|also|just|no|yes|and|you can)[ ,.]+)*add\b(?: (?:that|this|in))?[ ,:]*", re.I
)
_TELLS_ON = re.compile(
    r"^(?:i|we|you|they|he|she|nobody|somebody|someone)(?:'ve|'d|'m)?\b(?! (?:lens|bag))"
    r"|^(?:the|my|our) \w+(?: \w+)? (?:may|might|has|have|had|did|does|will|would|could|can)\b",
    re.I,
)
_WHOSE = re.compile(
    r"\b(?:the|my|our|his|her|their|a)(?: (?!thing|person|man|woman|guy)[a-z]+){1,2}?"
    r"(?: across the street| next door| downstairs| upstairs)?"
    r"(?: may| might| could| probably| should| does| all)* (?:has|have|had|got|owns?)\b"
    r"|\b[a-z]+'s (?:\w+ )?(?:cam|camera|doorbell|video|dashcam)",
    re.I,
)
_NO_LOOK = re.compile(
    r"^(?:(?:did|do|does|could|would|can|wo|has|have|had)(?:n'?t| not)\b|never\b|took|stole|forced|came|broke|went|said|left|ran"
    r"|got (?:in|into|out|away)\b)",
    re.I,
)
_LISTS = re.compile(r",|\band\b")
_TOTAL = re.compile(
    r"\b(?:total|altogether|all together|in all|combined|all of it|everything|for both|for all)\b", re.I
)
_SAYS_OF_IT = re.compile(r"\b(?:the|my|our) \w+(?: \w+)? (?:is|was|were|are|has|had)\b", re.I)
_LEFT_THERE = re.compile(
    r"(?:\b(?:was|were|is|are|got|been)|'s|'re)(?: just| only| still)? (?:cut|left|broken?|busted|smashed|shattered|damaged"
    r"|forced|pried|snapped|found"
    r"|there|here)\b"
    r"|\bleft (?:it |them )?(?:there|behind)\b|\b(?:they|he|she) left (?:it|them|that)\b",
    re.I,
)
_MISSING = re.compile(
    r"\b(?:is|was|were|are) (?:also |still )?(?:missing|gone|taken|stolen|worth|not (?:in|on))\b|\d|\bdollars\b", re.I
)
_TAKEN = re.compile(r"\b(?:took|taken|stole|stolen|gone|missing|grabbed|swiped|lost)\b", re.I)
_DENIED = re.compile(r"\b(?:no|not|nothing|none|never|without|nah|(?:do|did|is|was)n'?t)\b", re.I)
_LOOKS = re.compile(
    r"^(?:it|its|it's|they|they're|the \w+(?: \w+)?|this|that|that's|thats|he|she)(?:'s)? ?(?:is|was|were|are|has|had|have|got|says"
    r"|said)?\b[ ,]*(?:also |really |actually |more like |got |had |have |has )*"
    r"(?:an? |the |my )?(?P<looks>\S.*)$",
    re.I,
)
_ALONE = re.compile(r"^(?:it|its|it's|that|that's|thats|they)\b", re.I)
_LEFT = re.compile(r"^(?:with|in|of|color|colour|a|an|engraved|marked|made)\b", re.I)
_EMPTY = re.compile(
    r"^\W*(?:(?:that|that's|thats|it|it's|its|all|just|the|lot|everything|nothing|else|more|only|is|was|not|no|none|nope|nah|right"
    r"|wrong|correct|really|to|tell|i|you|we"
    r"|think|guess|know|don'?t|can|of|there|any|anything|about|so|good|fine|ok|okay|done|then|now|yes|sure|incorrect|mistake|change"
    r"|something|a|bit|hmm|hm|um|uh|well"
    r"|isn'?t|ain'?t|wasn'?t|please|me|for|them|those|these|do|did|have|haven'?t|be|would|should|could|wait|hold|on|stop|second"
    r"|minute|moment|hang|hello|hi|hey)\b\W*)+$",
    re.I,
)
_NUMBER_ONLY = re.compile(
    r"^(?:(?:it|that|this|its|it's|thats|that's|was|is|should|be|say|make|put|change|to|more|like|about|around|maybe|only|actually|at"
    r"|the|just|down|not|or|and|rather|than)\b[ ,]*)*",
    re.I,
)
_THIS_NOT_THAT = re.compile(
    r"^(?:(?:it|its|it's|it was|that's|just|only|the|my|is|was)\s+)*(?P<this>[a-z][a-z' -]*?)[ ,]+(?:and )?not (?:the |my |a |an "
    r"|our )?[a-z][a-z' -]*$",
    re.I,
)
_NEW = re.compile(
    r"\b(?:it's|its|it is|it was|that's(?! wrong)|is really|was really|(?:should|ought to) (?:be|have been|say)|change (?:it|that) to"
    r"|\bto|is(?! wrong)|was(?! wrong))\b[ ,:]*"
    r"(?:really |actually |just )*(?P<new>\S.*)$",
    re.I,
)
_CHANGES = re.compile(
    r"\b(?:wrong|incorrect|mistake|not right|isn'?t right|not correct|change|correct|fix|update|off|misheard|spelled"
    r"|spelling|still weird|garbled)\b",
    re.I,
)
_AT = re.compile(
    r"^(?:(?:it|its|it's|that|this|i|we|lost|left|was|is|happened|took place|parked|had|them|actually|really|should be"
    r"|should say)\s+)*at (?P<place>(?!\d{1,2}\b|\w+ (?:dollars|o'?clock)|all\b|least\b|first\b|home\b|work\b)[a-z]\S*.*)$",
    re.I,
)
SMALL = word_set(
    "a an the there is was are were i we have has had got yes yeah of it that s my and maybe might some one think do in by on may "
    "probably could"
)
NO_LABEL = word_set("that this with your what wrong change please them they have been about from were said kind")

NO_LOOK = word_set(  # words of a sentence that tells, changes or denies something
    "i i'm we he she you they them my mine our your his her nobody somebody someone no not never nothing was were wasn't isn't did"
    " didn't do don't does doesn't had have has took taken stolen gone lost found said say says told all that's thats which because"
    " then when there if so or total dollars bucks like yes yeah right wrong change please"
)
_MONEY = re.compile(r"[$£€]|\b(?:dollars?|bucks?|pounds?|euros?|worth|value|amount|price|cost|total)\b", re.I)
_OF_A_THING = re.compile(r"^(?:the|this|that|those|these)\b", re.I)
_DOES = re.compile(r"^(?:they|he|she|it) (?!(?:is|was|were|are|has|had|have|got|looks?|looked|says|said)\b)", re.I)
_NOT_BUT = re.compile(
    r"^(?:(?:no|nope|well|you still (?:said|say|have|wrote)) )*(?:not )?\S.*?[ ,]+"
    r"(?P<said>(?:its|it's|it is|it was|but|should be)\b.*)$",
    re.I,
)
_FOR_THE = re.compile(r"\bfor (?:the|my|those|these|both)\b", re.I)
_HUNDREDS = re.compile(r"\b(?:hundred|thousand|grand|bucks|dollars?)\b|\$", re.I)
_SAYS_IT_IS = word_set("is was were are has had have got looks looked")
_LEADS_TO_A_LOOK = word_set(
    "it's its it is was were they they're the this that that's thats he she looks looked has had got a an my"
)
_ABOUT_THE_TALK = re.compile(
    r"\b(?:(?:that's|that is|thats|it's|its|this is|he's|she's) not (?:my|the|mine|what|how|a)|i (?:didn't|did not"
    r"|never) (?:say|said|give|gave)"
    r"|you (?:put|wrote|write|keep|fixed?|spelled)|still (?:weird|wrong|strange|odd|not|says)|(?:what|why|how) (?:did|do"
    r"|are|is) (?:you|it|that)|did you|do you|you (?:said|changed|got|read|keep|asked|already)"
    r"|nothing (?:is|was) wrong|(?:wanted|want|like) to know|(?:rest|everything|all of it|it all|everything else) (?:is|was|looks|sounds)"
    r" (?:right|fine|good|correct|ok|okay)|i (?:already )?(?:said|told you|was saying)|what(?:'s| is) (?:wrong|going on)|can you hear"
    r"|never ?mind|forget it|come on|(?:read|say|repeat|tell me) (?:\w+ ){0,3}?(?:back|again)|repeat (?:all|it|that|everything))\b",
    re.I,
)
_OF_THE_TALK = word_set(
    "ok okay yes yeah no nope right wrong correct fix report thing thanks thank listen hear understand read again omg lol man dude"
    " ridiculous stupid jesus god damn hell already mean said say told tell going get got why how it's that's not"
)
_ASKED_AFTER = re.compile(
    r"^(?:(?:yes|yeah|ok|okay|but|and|so|well|wait|um|uh)[ ,]+)*(?:did|do|does|have|has|can|could) (?:you|it|that|the report) (?:also )?"
    r"(?:get|have|got|put|put in|write|note|hear|say|include|mention|know|add|take)(?: down)?(?: in)?(?: it)?(?: that)? (?P<said>\S.*)$",
    re.I,
)
_NOTHING_ABOUT = re.compile(
    r"^(?:(?:there(?:'s| is)|is there|you have|i see|i hear) )?nothing about (?P<said>\S.*)$", re.I
)
_AFTER_A_SUM = word_set("for total altogether all each in")
_ADD = re.compile(
    r"^(?:please |also |just |and )*(?:add|put|put in|include|write|note|say)(?: down| in)?(?: that)?[ ,:]+(?P<said>\S.*)$",
    re.I,
)
_NAMED_VALUE = re.compile(
    r"^(?:the|my|your) (?P<name>[a-z]+(?: [a-z]+)??) (?:is|was|should be|should say|are|were)(?: really| actually| just| only)?"
    r"(?: to (?:my|the|our|your))? (?P<value>(?!not\b|gone\b|still\b|there\b|to\b)\S.*)$",
    re.I,
)
_FIGURES = frozenset((*DIGITS, *TEENS, *TENS, "hundred"))
_AROUND_A_NAME = word_set("the is to your was a in at on my")
_ONLY_NAMES = re.compile(r"^(?:the |my |that )?[a-z]+(?: (?:is|was) (?:wrong|off|missing|incorrect|not right))?$", re.I)


def added(clause: str) -> str:
    """What somebody names as missing: "the camera lens" of "you've left out the camera lens"; "" when they say nothing of that."""
    found = _ADDED.search(clause)
    if not found:
        return ""
    rest = clause[found.end() :].strip(" ,")
    return rest if re.search(r"\w", rest) else clause[: found.start()].strip(" ,")


def adds(text: str) -> bool:
    """ "Please add: ..."."""
    return bool(_ADDS.match(text))


def without_add(clause: str) -> str:
    return _ADDS.sub("", clause).strip(" ,.")


def lists_things(clause: str) -> bool:
    """ "205 total, shoes and a coffee grinder"."""
    return bool(_LISTS.search(clause))


def is_a_total(clause: str) -> bool:
    """ "205 in total"."""
    return bool(_TOTAL.search(clause))


def says_something_of_it(clause: str) -> bool:
    """ "Add: the card was Capital One"."""
    return bool(_SAYS_OF_IT.search(clause)) and not _MISSING.search(clause)


def tells_on(clause: str) -> bool:
    """It tells what somebody did or what became of something, and not how a thing looks."""
    return (bool(_TELLS_ON.match(clause)) and not (_EMPTY.match(clause) or QUESTION.search(clause))) or left_there(
        clause
    )


def left_there(clause: str) -> bool:
    """What it names was broken or left, and nobody took it: "the lock was cut and left there"."""
    return bool(_LEFT_THERE.search(clause)) and not _TAKEN.search(clause)


def denied(clause: str) -> bool:
    return bool(_DENIED.search(clause))


def described(clause: str, closing: bool) -> str:
    """What it says of how something looks or what happened: "gold seiko" of "it's a gold seiko"; "" where it says nothing of that."""
    if _EMPTY.match(clause) or QUESTION.search(clause) or len(clause.split()) > MOST_WORDS:
        return ""
    looks = _LOOKS.match(clause)
    said = looks["looks"].strip(" ,.") if looks and (_ALONE.match(clause) or not closing) else ""
    if said and not closing and _NO_LOOK.match(said):
        return ""
    if said and not _EMPTY.match(said) and not (_CHANGES.search(clause) and not closing):
        return said
    if closing:
        return "" if _DENIED.match(clause) else clause
    return clause if _LEFT.match(clause) else ""


def asks(clause: str) -> bool:
    """ "Why is it 12 dollars now?": a question tells nothing."""
    return bool(QUESTION.search(clause))


def by_thing(clause: str) -> List[str]:
    """ "The e-bike is 1,499", "the lock 95" of both in one breath."""
    return [
        part
        for part in re.split(r"[,;]?(?<!\bfor)(?<!\bof)(?<!\bin)(?<!\bwith)\s+(?:and\s+)?(?=(?:the|my)\b)", clause)
        if part.strip()
    ]


def instead(clause: str) -> str:
    """ "Its like 425" of "not forty five dollars its like 425": what counts after what does not."""
    found = _NOT_BUT.match(clause)
    return found["said"] if found else clause


def of_something(clause: str) -> bool:
    """ "Fifteen hundred for the tools"."""
    return bool(_FOR_THE.search(clause))


def speaks_of_money(clause: str) -> bool:
    return bool(_MONEY.search(clause))


def is_a_look(said: str, clause: str) -> bool:
    """A few words that only describe: "gold" of "it's gold", "gold seiko, leather strap"; no sentence of what happened."""
    words = re.findall(r"[a-z']+", said.lower())
    others = set(re.findall(r"[a-z']+", clause.lower().replace(said.lower(), " "))) - _LEADS_TO_A_LOOK
    if (_OF_A_THING.match(clause) and not others & _SAYS_IT_IS) or _DOES.match(clause):
        return False  # "the cable lock", "they just opened it"
    plain = not (set(words) | others) & NO_LOOK and not _ADDED.search(clause)
    plain = plain and not _HUNDREDS.search(clause)
    return 0 < len(words) <= MOST_WORDS_OF_A_LOOK and plain and any(word not in SMALL for word in words)


def worth_keeping(clause: str) -> str:
    """The words of a remark that whoever reads the report should have; "" of a question, a command, or what says nothing.

    Of "did you get that my mail was stolen?" it is what was asked after.
    """
    asked = _ASKED_AFTER.match(clause) or _NOTHING_ABOUT.match(clause)
    said = (asked["said"] if asked else clause).strip(" ,.?!")
    if added_now := _ADD.match(said):
        said = added_now["said"].strip(" ,.:")
    of_the_talk = bool(_EMPTY.match(said) or _ONLY_NAMES.match(said) or _ABOUT_THE_TALK.search(said))
    nothing = of_the_talk or (not asked and asks(clause))
    telling = [word for word in re.findall(r"[a-z0-9']+", said.lower()) if word not in SMALL | NO_LABEL | _OF_THE_TALK]
    return "" if nothing or not telling or len(said.split()) < 2 or len(said.split()) > MOST_WORDS else said


def only_a_number(clause: str) -> bool:
    """ "Make it 80", "eighty, not sixty"."""
    rest = _NUMBER_ONLY.sub("", clause.lower().replace("-", " "))
    tokens = [Token(one, float(one)) if one.isdigit() else Token(one) for one in re.findall(r"[a-z]+|\d+", rest)]
    at = cardinal_at(tokens, 0) if tokens else None
    after = [one.text for one in tokens[at[1] :]] if at else []
    if after and after[0] in _AFTER_A_SUM:
        return True
    return at is not None and (not after or (after[0] == "not" and cardinal_at(tokens[at[1] + 1 :], 0) is not None))


def this_not_that(clause: str) -> str:
    """ "Tulips" of "tulips not the house"; "" where nothing is set against another."""
    found = _THIS_NOT_THAT.match(clause)
    this = found["this"].strip(" ,") if found else ""
    return "" if _EMPTY.match(this) else this


def one_more_than_that(clause: str) -> bool:
    """ "The mailbox and the fence too, not just the turkey"."""
    return bool(re.search(r"\bnot (?:just|only)\b", clause, re.I))


def place_at(clause: str) -> str:
    """ "The gym" of "no, it was at the gym"."""
    found = _AT.match(clause)
    return f"at {found['place'].strip(' ,.')}" if found else ""


def new_value(clause: str) -> str:
    """What the clause says that it should be; "" when it does not say."""
    found = _NEW.search(clause)
    new = found["new"].strip(" ,.") if found else ""
    return "" if _EMPTY.match(new) or _CHANGES.search(new) else new


def names_a_field(clause: str) -> bool:
    """ "The dollar amount", "change the address", "repair cost"."""
    if _CHANGES.search(clause):
        return True
    words = clause.split()
    telling = [word for word in re.findall(r"[a-z]+", clause.lower()) if word not in SMALL | NO_LABEL | FIELD_WORDS]
    named = named_in(clause) is not None and (not telling or bool(new_value(clause)))  # not "that my mail was stolen"
    return len(words) <= MOST_WORDS_OF_A_NAME and (named or len(words) <= 3)


def says_it_is_wrong(clause: str) -> bool:
    return bool(_CHANGES.search(clause))


def says_whose(clause: str) -> bool:
    """ "The library may have a camera"."""
    return bool(_WHOSE.search(clause))


def says_more_than(clause: str, name: str) -> bool:
    """Whether it tells more of what it names than that it is there: whose camera it is, and where."""
    said = [word for word in re.findall(r"[a-z0-9]+", clause.lower()) if word not in SMALL and word not in name.split()]
    return len(said) >= 2


def tells_of(clause: str, names: Iterable[str]) -> bool:
    """Whether it tells anything of what it names, and does not only name it: "the suspects and the van" does not."""
    said = re.sub(rf"\b(?:{'|'.join(re.escape(name) for name in names)})\b", " ", clause.lower())
    return len([word for word in re.findall(r"[a-z0-9]+", said) if word not in SMALL]) >= FEWEST_THAT_TELL


def named_value(clause: str) -> Tuple[str, str]:
    """("damage", "the driver door") of "the damage is the driver door"; two empty strings where nothing is named so."""
    found = _NAMED_VALUE.match(clause)
    value = found["value"].strip(" ,.") if found else ""
    return (
        (found["name"], value)
        if found and value and not _EMPTY.match(value) and not _CHANGES.search(value)
        else ("", "")
    )


def is_called(lead: str, name: str) -> bool:
    """Whether that is the name in what leads to an answer: "The damage is to your" of "damage"."""
    words = [set(re.findall(r"[a-z]+", one.lower())) - _AROUND_A_NAME for one in (lead, name)]
    return bool(words[0]) and words[0] == words[1]


def only_figures(clause: str) -> bool:
    """ "It's thirty one thirty": as house numbers are said."""
    words = re.findall(r"[a-z]+|\d+", _NUMBER_ONLY.sub("", clause.lower().replace("-", " ").replace("'s", "")))
    return len(words) > 1 and all(word.isdigit() or word in _FIGURES for word in words)


_LOOK_NAMED = re.compile(
    r"^(?:put|write)(?: (?:down|in))*[ ,:]+(?:(?:it's|an?|the|my)[ ,]+)*(?P<put>[a-z]\S*(?: \S+){1,}.*)$|"
    r"^(?:.*?\b)?(?:(?:the|my|your) description(?: (?:is|should be|should say|it's|its|it is|was|says))*(?: wrong)?|(?:just|only|please"
    r"|instead)(?: just)? (?:put|write|say)(?: (?:down|in|that))*|(?:describe|put|write) (?:it|that) (?:down )?as)[ ,:]+"
    r"(?:(?:it's|its|it is|that it's|an?|the|my|just|put|say|write)[ ,]+)*(?P<looks>\S.*)$",
    re.I,
)
_NO_DESCRIPTION = re.compile(
    r"^(?:wrong|weird|off|not|is|was|odd|strange|funny|bad|incorrect|too|still|with my|of the|right|fine|good|okay|ok|it|that|this|them|him"
    r"|her|yes|no|yeah|date|day|where|when|report|note|witness|place|me|us|in|on|at|under|your|between|around|about|he|she|they|we|there)\b|\d|"
    r"\b(?:time|address|number|phone|name|plate|dollars?|hundred|thousand|that (?:he|she|they|i))\b",
    re.I,
)


def only_says_put(clause: str) -> bool:
    """ "Put ...", with no word of a description."""
    return bool(re.match(r"^(?:put|write)\b", clause, re.I))


def look_instead(clause: str) -> str:
    """ "Brown coach wallet" of "the description, it's a brown coach wallet" and "just put brown coach wallet"; "" of anything else."""
    found = _LOOK_NAMED.match(clause)
    looks = (found["put"] or found["looks"]).strip(" ,.") if found else ""
    return "" if not looks or _NO_DESCRIPTION.search(looks) or len(looks.split()) > 25 else looks


_THING_AT_A_PRICE = re.compile(
    r"^(?:and )?(?:the|my|our) (?P<thing>[a-z]+(?: [a-z]+)?)(?: (?:alone|by itself|itself|only|was|is|costs?))+\b", re.I
)
_IT_IS = re.compile(
    r"^(?:(?:and|actually|just|so)[ ,]+)*(?:it's|its|it is|it was|make it|that's|should be|say|put)\b", re.I
)


def thing_at_a_price(clause: str) -> str:
    """ "Nail drill" of "the nail drill is four hundred fifty"; "" where what has a price is a field of the report ("the cost is 80")."""
    found = _THING_AT_A_PRICE.match(clause)
    thing = found["thing"].lower() if found else ""
    return "" if set(thing.split()) & FIELD_WORDS else thing


def says_a_sum(clause: str) -> bool:
    """ "It's eleven hundred only for the window"."""
    return bool(_IT_IS.match(clause)) and bool(_HUNDREDS.search(clause))
