"""Of which dangers an answer to a report's one question about danger speaks: "nobody's here, I mean I guess the knife". Pure.

The question names several ("is anyone hurt or still there, was a weapon involved, or someone close to you?"), and people answer of
those that are true. A no denies whatever they do not speak of; what they speak of and do not deny is open, and is asked about by
itself. What only sounds like danger (whom they do not know, what was done to a tire, where the family was) speaks of none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Collection, Dict, List, Pattern, Sequence, Tuple

from spoken.en import over_by_now, yes_no
from spoken.en.plain_words import plain_words

MOST_ASKED = 2  # of those that are open because nothing was named
_FAMILY = (
    r"(?:ex|exes|husband|wife|boyfriend|girlfriend|fiancee?|brother|sister|father|mother|dad|mom|son|daughter|family|partner|spouse"
    r"|step\w+"
    r"|cousin|uncle|aunt|nephew|niece|grand\w+|roommates?|in laws?)"
)
_THINGS = (
    r"(?:tires?|wheels?|windows?|windshields?|glass|doors?|locks?|fences?|cables?|chains?|bolts?|wires?|converters?|hoses?|screens?"
    r"|seats?"
    r"|bikes?|cars?|trucks?|vans?|trailers?|mailbox(?:es)?|walls?|garage|shed|sheds|gates?|bumpers?|mirrors?|paint|hood|plants?|flowers?)"
)
# What is told of it is no danger. The first that fits is taken out; what is left is looked at.
_HARMLESS: Tuple[Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        (  # what was thrown at a thing, by one who left
            rf"\bthrew (?:a |an |the |some )?(?:rocks?|bricks?|stones?|bottles?|something)"
            rf"(?: (?:through|at|into|against) (?:my |the |our |a )?(?:\w+ ){{0,2}}?{_THINGS}| and (?:ran|took off|drove|left))\b"
        ),
        (
            r"\b(?:(?:i|we) )?(?:really |just |honestly )?(?:do not|did not|never|have not|barely|hardly) (?:even |really |ever )?(?:know"
            r"|knew|see"
            r"|saw|seen|heard?|met|recogni[sz]e|notice|noticed) (?:who(?:ever)?|him|her|them|it|one|any(?:body|one|thing)|a (?:soul"
            r"|thing)"
            r"|that (?:guy|man|person)|(?:the|this) (?:guy|man|person|lady|kid))(?: (?:it|they|he|she|did|does|was|is|are|were|that|this"
            r"|happen|at all"
            r"|though|either))*\b"
        ),
        r"\b(?:(?:i )?have )?no (?:idea|clue)(?: (?:who|what|when|how)(?: (?:it|they|he|she|did|was|is))*)?\b",
        r"\b(?:who|whoever) (?:did|took|does|was|it was)(?: (?:it|this|that))?\b|\bdo not know who\b",
        (
            r"\b(?:i|we) (?:was|were|am|are)(?: all| both| just| fast| sound)* (?:asleep|sleeping|in bed|at work|at home"
            r"|not (?:even )?(?:home|there)"
            r"|away|out of town|on vacation|inside(?: the \w+)?|in the (?:store|shop|gym|house|office|shower))\b"
        ),
        (
            rf"\b(?:my|the|our|his|her) (?:{_FAMILY}|kids?|neighbou?rs?|boss|landlord|manager)(?: (?:was|were|is|are))?(?: (?:all"
            rf"|both|just"
            rf"|too|also"
            r"|still))* (?:at (?:work|school|home|church|the \w+|my \w+)|in (?:class|school|bed|mexico)|asleep|sleeping|away|out of town"
            r"|fine|okay"
            r"|safe|too|not (?:home|there|here))\b"
        ),
        (
            r"\b(?:my|the|our|a|some) (?:\w+ )?(?:neighbou?rs?|managers?|landlord|boss|super|mail ?man|guard|clerk|cashier|lady|guy|man"
            r"|woman)"
            r"(?: \w+)? (?:saw|seen|has|have|told|tells|called|found|noticed|texted|heard|says|got|caught|filmed"
            r"|recorded)\b(?! (?:a |the "
            r"|his |her )?"
            r"(?:gun|knife|bat|hurt|hit|stabbed|shot|cut|punched|scared|beat|him|her|me outside))"
        ),
        (
            r"\bmy (?:\w+ )?(?:roommate|brother|sister|mom|dad|wife|husband|son|daughter|cousin|friend) (?:saw (?:it|them|him)"
            r"|heard (?:something|it)"
            r"|found it|told me|noticed(?: it)?|called me|texted me)\b(?! (?:hit|hurt|and (?:he|she)))"
        ),
        (
            r"\b(?:neighbou?rs?|moms?|dads?|husbands|wifes|sons|daughters|sisters|brothers|friends|roommates)"
            rf" (?:\w+ )?(?:{_THINGS}|house|yard|camera|tree|video|place|apartment|driveway|lot|stuff|property|porch)\b"
        ),
        (
            r"\b(?:he|she|it|they|this|that) (?:is|was|are|were)(?: (?:just|only|probably|like))* (?:a|an|the|some|my|our)(?: (?:upstairs"
            r"|downstairs"
            r"|next door|old|young|little))? (?:neighbou?rs?|kids?|boy|girl|stranger|classmate|coworker|customer|lady|guy)\b"
            r"(?: (?:from|in|of|with) (?:\w+ ){0,2}(?:class|school|work|a box|building|street))?"
        ),
        (
            r"\b(?:he|she|they) (?:is|are|lives?|goes?|stays?)(?: (?:\w+ ){0,2})?(?:to (?:her|his|their) school|over in \w+|fifteen"
            r"|sixteen"
            r"|in class"
            r"|at school)\b"
        ),
        (
            r"\bnot (?:in danger|scared|afraid|worried|family|a (?:partner|relative)|my (?:family|partner|ex))(?: of (?:him|her|them|it"
            r"|that))?\b"
        ),
        (
            rf"\b(?:not|nobody|no one|none)(?: (?:is|was|it|in|of|from|my|the|a|our))* (?:{_FAMILY}|kids?|dogs?|pets?|animals?|child"
            rf"|children)\b"
            rf"|\bno (?:{_FAMILY}|kids?|dogs?|pets?|animals?|children)\b|\bnever (?:touched|hurt|hit|threatened|followed) (?:me|us"
            rf"|her|him"
            rf"|any\w+)\b"
        ),
        (
            r"\bno (?:one|body) (?:is )?(?:calling|pressing|asking|telling|threatening|following|forcing)(?: (?:me|us))?\b"
            r"|\bnobody (?:is )?(?:calling|pressing|asking|telling|threatening|following|forcing|drinking|drunk)(?: (?:me|us))?\b"
        ),
        (
            r"\bno (?:hurt|threats?|violence|force|fights?|blood|fire|smoke|chemicals?|alcohol|drinking|contact|injur\w+)(?: (?:or|nor"
            r"|and) \w+)?\b"
        ),
        (
            r"\bno (?:one|body)(?: (?:is|was|got|has been))?(?: (?:in|inside)(?: (?:it|there|the (?:car|truck|van)|that))?)\b"
            r"|\bnobody(?: (?:is|was|got|has been))? (?:in|inside)(?: (?:it|there|the (?:car|truck|van)|that))?\b"
        ),
        (
            rf"\b(?:stab\w*|cut(?:ting)?|slash\w*|smash\w*|hit|broke|break|kick\w*|punch\w*|shot|pr(?:y|ied)|push\w*|beat|burn\w*|key\w*"
            rf"|scratch\w*)"
            rf" (?:(?:out|in|up|off|open|down|through|into) )?(?:(?:all|both|four|two|three|of|the|a|my|our|his|her|em|them|their|front"
            rf"|back|side"
            rf"|rear|whole|passenger|drivers?|shop) )*{_THINGS}\b"
        ),
        (
            r"\b(?:woke up|i woke|was woken)\b|\bi live (?:alone|by myself|here alone)\b|\bby (?:now|myself|ourselves)\b|\bjust now\b"
            r"|\bnow that\b"
        ),
        (
            r"\b(?:when|till|until|after|before|once) (?:i|we) (?:finally )?(?:came|got|went|walked|woke|drove)(?: (?:back|out|up|home"
            r"|outside|in))*\b"
        ),
        r"\b(?:some ?one|some ?body|people) who (?:lives?|works?) (?:here|there|in the \w+)\b",
        r"\b(?:i|we) (?:told|said|already|just told)(?: (?:you|that|it|already))*\b",
        (
            r"\b(?:walked|ran|drove|took|got|went|rode|sped|biked|walks) (?:right |straight )?(?:off|away|out)(?: (?:through|of"
            r"|down) the (?:\w+ )?"
            r"(?:door|store|street|alley|exit))?\b"
        ),
        (
            rf"\b{_THINGS} (?:is|are|was|were|got|has been) (?:\w+ )?hurt\b|\bnothings?(?: (?:is|was|got))? (?:missing|hurt|gone)\b"
            rf"|\bjust me(?: stuck)?\b"
        ),
        r"\b(?:i|we|he|she|they|my \w+) (?:was|were|am|are) not (?:even )?(?:in|inside)(?: (?:it|there|the (?:car|truck|van)))?\b",
        r"\bthat is it\b|\bno (?:big )?deal\b|\bout of town\b|\bflat tires?\b|\bin front of\b|\bfront (?:door|porch|yard|window|of)\b",
        (
            r"\bstill (?:fine|okay|ok|good|safe|have (?:it|them|the \w+))\b|\b(?:it|car|truck|van|couch|mattress|trash|pile) (?:is"
            r"|was)(?: just)? still there\b"
        ),
    )
)
_TAKEN = re.compile(
    r"\b(?:took|takes?|taken|taking|stole|stolen|steal|missing|gone|grabbed|only|just|my|his|our|lost|lose)\b"
)
_GUN = r"guns?|pistols?|rifles?|shotguns?|revolvers?|firearms?|glock|ammo|handguns?|carry piece|nine millimeter"
_SIGNS: Dict[str, str] = {  # by the fact that is asked for; what goes for the body or for presence stands for several
    "injured": (
        r"hurts?|hurting|injur\w+|bleed\w*|blood|pain\w*|ach\w+|(?:hit|beat|beats|punch\w*|kick\w*|shov\w*|push\w*|chok\w*|slap\w*"
        r"|stab\w*|cut|bit"
        r"|attack\w*|jump\w*|rob\w*) (?:me|us|him|her|them|my (?:\w+)|on me)|got (?:cut|hit|stabbed|beat\w*|burn\w*|jumped)|punch\w*"
        r"|chok\w*|stab\w*"
        r"|shot|shoot\w*|faint\w*|dizzy|unconscious|(?:not|hard|trouble|stopped|quit) (?:\w+ )?breath\w*|breathing|not wake|wake up"
        r"|pass(?:ed|es|ing) out|collaps\w*|lying|not mov\w+|can not move"
        r"|hospital|ambulance|er|chest|head|neck|nose|wrists?|ankles?|ribs?|arms?|legs?|eyes?|teeth|face|burn\w*|smok\w*|on fire|fire"
        r"|gas|leak\w*"
        r"|fell(?! (?:out|from|somewhere|off (?:my|the|of))\b)|fists?|shak(?:e|ing)|sore|stiff|bruis\w*|swollen|numb|lips?|throat|jaw"
        r"|asleep (?:at|behind)|my (?:back|shoulder|knee|hip|hand|foot|finger|stomach)s?"
        r" (?:is|are|hurts?|was|got)|insulin|medicine|meds|pills|overdos\w*|dies?|dying|died|dead|sick|drown\w*|freez\w*|tight|asthma"
        r"|inhaler"
        r"|physically|badly|pretty bad|not (?:okay|ok|fine|safe|good)|trapped|stuck|rap(?:ed|ing)"
    ),
    "suspect_present": (
        r"still|right now|outside|(?:comes?|coming|came|come) (?:back|again)|be back|is back|are back|waiting|hid(?:e|es|ing)|follow\w*"
        r"|(?:some ?(?:one|body)|he|she|they|guys?|man|men|woman|driver|people) (?:is|are)(?: \w+)? (?:here|there|inside|at|in|by"
        r"|behind|near"
        r"|on|upstairs|downstairs|around|trying|armed|watching|staying|sitting|sleeping|looking|parked)|at (?:my|the"
        r"|our) (?:\w+ )?(?:door|window)"
        r"|every (?:day|night|time)|keeps?|standing|lives? with me|(?:guys?|man|men|woman|people|kids?|person) (?:in|on|at|outside"
        r"|behind|by) (?:my|the|our|a)"
        r"|hear (?:some ?(?:one|body)|them|him|footsteps|voices|noises?)|(?:he|she|they) (?:is|are) (?:drunk|high|yelling|screaming"
        r"|mad at)|in the (?:house|garage|basement|attic"
        r"|back ?yard|car out)|has a key|as we speak|(?:he|she|they) (?:is|are)(?: \w+)? (?!(?:go|liv|call|text|be|gett|say|tell"
        r"|both|dat|marry|divorc"
        r"|ask)\w*\b)\w+ing|bang\w*|pound\w*"
    ),
    "weapon": (
        rf"knife|knives|weapons?|armed|bats?|machete|tasers?|hammer|crow ?bar|axe|something in (?:his|her|their) (?:hands?|pocket"
        rf"|jacket)|spray\w*|{_GUN}|shot|shoot\w*|stab\w*|threw"
    ),
    "firearm_stolen": _GUN,
    "close_person": _FAMILY,
    "occupied": rf"except|in it|inside|back seat|car seat|baby|kids?|child\w*|dogs?|cat|asleep|sleeping|passenger|sitting in|{_FAMILY}",
    "threats_now": (
        r"threat\w*|kill\w*|(?:says?|said|saying|swore|told (?:me|her|him|us))(?: that)? (?:he|she|they|i|we|you) (?:will|would|going"
        r"|are going"
        r"|is going|was going|knows?|know)|going to (?:hurt|shoot|burn|kill|beat|find|come|get)|burn \w+ (?:house|car|place)"
        r"|knows? where i"
        r"|shoot|hurt (?:me|her|him|us|you|my \w+)"
    ),
    "sexual": (
        r"sex\w*|nudes?|naked|dick|private parts?|touch\w*|grop\w*|rap(?:e|ed)|explicit|(?:pictures?|photos?|pics"
        r"|videos?) of (?:himself|herself|his"
        r"|her|me|my \w+|them)|not (?:like )?nice (?:ones|pictures?)|inappropriate|dirty"
    ),
    "followed": (
        r"follow\w*|watch\w*|wait\w*|stalk\w*|track\w*|parked|shows? up|showed up|(?:pictures?|photos?) of (?:my|me|our)"
        r"|where i (?:live|sleep|work)"
    ),
    "being_pressured": (
        r"on the (?:other )?line|waiting|calling|calls|keeps?|right now|deadline|by (?:today|tonight|noon|five)"
        r"|read (?:him|her|them)|still"
    ),
    "child_or_pet_inside": (
        r"dogs?|cats?|baby|babies|kids?|child\w*|animals?|pets?|puppy|pupp\w+|panting|crying|barking"
        r"|windows? (?:\w+ )?up|some(?:one|body) (?:is )?in|sleeping|lives? in"
    ),
    "blocking_traffic": (
        r"block\w*|in the way|middle of|lanes?|traffic|fire ?trucks?|hydrants?|get (?:out|by|past|through)|ambulance"
        r"|intersection|tracks"
    ),
    "alcohol_or_drugs": (
        r"drunk|drink\w*|drank|alcohol|beers?|high|smell\w*|dui|wasted|slur\w*|reek\w*|booze|weed|stoned|drugs?|bottle"
        r"|asleep"
    ),
    "hit_and_run": r"left|took off|drove|gone|ran|fled|sped|without|would not (?:stop|give)|did not stop",
    "city_property": r"signs?|poles?|lights?|hydrants?|guard ?rails?|city|meters?|bus|barriers?|post|stop sign",
    "hazardous_material": (
        r"chemic\w*|gas|oils?|needles?|asbestos|batter\w+|leak\w*|smell\w*|barrels?|drums?|tanks?|propane|syringes?"
        r"|poison|acid|cans? of"
    ),
    "at_risk_person": (
        r"child\w*|kids?|bab(?:y|ies)|little (?:ones?|boy|girl)|toddler|old (?:man|woman|lady|guy)|elderly|frail|confused"
        r"|pregnant|wheelchair|disabled|sick|freez\w*"
    ),
    "fire": r"fires?|flames?|smok\w*|burn\w*|grills?|stoves?|propane|cook\w*|barrel",
    "stolen": (
        r"force\w*|grabbed|snatched|push\w*|shov\w*|hit|robb?\w*|threat\w*|knife|gun|pulled|jumped|ripped|yank\w*|wrestl\w*"
        r"|mugg\w*|attack\w*"
    ),
}  # fmt: skip
_OF_THE_TRAFFIC = (
    "hit_and_run",
    "city_property",
    "blocking_traffic",
    "alcohol_or_drugs",
    "hazardous_material",
)  # nothing is harmless there
_OF_DANGER = (
    "injured", "suspect_present", "weapon", "threats_now", "close_person", "followed", "fire", "hazardous_material", "child_or_pet_inside",
)  # fmt: skip
_SAME: Dict[str, str] = {
    "in_danger_now": "injured",
    "in_danger": "injured",
    "happening_now": "suspect_present",
    "in_progress": "suspect_present",
}
_ONE_OF = (("injured", "in_danger_now", "in_danger"), ("suspect_present", "happening_now", "in_progress"))  # asked once
_FIRST = (
    "injured",
    "in_danger_now",
    "child_or_pet_inside",
    "hazardous_material",
    "suspect_present",
    "being_pressured",
    "happening_now",
)
_OTHER = re.compile(  # danger that is none of the parts': whoever says so is asked whether anyone is hurt, and is there
    r"\b(?:missing|not (?:come|came|been) (?:home|back)|not answer\w*|not seen (?:him|her)|kidnap\w*|hope|wish|upstairs|closet|locked"
    r"|alone|help|scared|afraid|worried|unsafe|terrified|goodbye|bridge|dementia|diabet\w*"
    r"|bomb|device|trunk|unless|yet|really|kind of|sort of|exactly|not (?:me|all|him|her|us)|not in so many|baby|grandma|grandpa"
    r"|old (?:man|lady)"
    r"|left (?:a|us|me)|on (?:both|all|top) of us|let me|him (?:outside|inside|in|at))\b"
)
_ONLY_OF_WEAPONS = re.compile(r"no (?:weapons?|guns?|knife|knives)(?: (?:or|and|no) \w+)?")
_NO_WEAPON = re.compile(r"\bno (?:weapons?|guns?|knife|knives)\b")
_NOT_SURE_OF_IT = re.compile(
    r"\b(?:not|hardly|do not|would not) (?:think|know|feel|believe|sure)\b(?! (?:him|her|them|who|of))"
)
_LONG_AGO = re.compile(
    r"\b(?:over ?night|last (?:night|week|month|weekend|\w+day)|yesterday|(?:(?:this|in the) morning)|in the night|(?:\w+ ){1,2}ago"
    r"|on \w+day|\w+day night)\b"
)
_I_DO_NOT_THINK_SO = re.compile(r"(?:(?:no|nope|well|uh|um) )*i do not (?:really )?think so\b")  # first, and then why
_SLEPT = re.compile(
    r"\b(?:i|we) (?:was|were)(?: \w+)? (?:asleep|sleeping|in bed|at work|away|out|not (?:home|there)|home alone)\b"
)
_THING_ONLY = re.compile(r"(?:(?:no|well|oh|um|uh|just|only|it is|it was) )+(?:my|the|a|an|some|our) (?:\w+ ){1,3}$")
_SAYS_NO = re.compile(r"\b(?:no|nope|nah|naw|nobody|no one|nothing|none|never|not that i)\b")


@dataclass(frozen=True)
class Concerns:
    """`denied`: facts that are; `open`: facts to be asked about, the gravest first. Both empty: it was no answer to the question."""

    denied: Tuple[str, ...] = ()
    open: Tuple[str, ...] = ()

    @property
    def none_of_it(self) -> bool:
        return bool(self.denied) and not self.open


def heard(text: str, facts: Sequence[str]) -> Concerns:
    """`facts`: those that the one question stands for."""
    plain = plain_words(text)
    if not plain or not facts:
        return Concerns()
    told = _left(plain)
    named = _named(plain, told, facts)
    if not _denies(plain):
        return Concerns()
    part_only = _ONLY_OF_WEAPONS.fullmatch(plain)
    plainly = _I_DO_NOT_THINK_SO.match(plain) and (_SLEPT.search(plain) or over_by_now.tells_they_left(plain))
    told = _I_DO_NOT_THINK_SO.sub(" ", told) if plainly else told
    other = bool(
        part_only or over_by_now.says_not_well(plain) or _OTHER.search(told) or _NOT_SURE_OF_IT.search(told)
    ) or _grave(told, named)
    open_ = _each_once([*named, *(gravest(facts)[: 1 if named else MOST_ASKED] if other else ())], facts)
    return Concerns(tuple(fact for fact in facts if fact not in open_), tuple(open_))


def to_ask(text: str, yes: bool, facts: Sequence[str]) -> List[str]:
    """After a yes, all of them, or what it speaks of and the gravest; after what was neither yes nor no, what is open, or the gravest."""
    if yes:
        plain = plain_words(text)
        named = _named(plain, _left(plain), facts)
        return _each_once([*named, *gravest(facts)[:1]], facts) if named else list(facts)
    found = heard(text, facts)
    return list(found.open) if found.open else [] if found.denied else gravest(facts)


def is_an_answer(text: str) -> bool:
    """A no, or a story that is one: whatever the question stands for, what it says of each can be told."""
    plain = plain_words(text)
    return bool(plain) and _denies(plain)


def names_none(text: str) -> bool:
    """No word that is not denied tells of a body, of somebody who is there, of a weapon, a threat, the family, a fire or an animal."""
    plain = plain_words(text)
    told = _left(plain)
    signs = any(re.search(rf"\b(?:{_SIGNS[one]})\b", told) for one in _OF_DANGER)
    return not signs and not _OTHER.search(told) and not over_by_now.says_not_well(plain)


def told_of(text: str, facts: Sequence[str]) -> List[str]:
    """Of these facts, those that words speak of which are neither denied nor harmless."""
    plain = plain_words(text)
    return _named(plain, _left(plain), facts)


def tells_of_other(text: str) -> bool:
    """A word of danger that no part of the question asks for: somebody who is missing, afraid, alone."""
    return bool(_OTHER.search(_left(plain_words(text))))


def no_weapon(text: str) -> bool:
    """ "A rock, like I said, no gun no knife": weapons are denied by name, and none is told of."""
    plain = plain_words(text)
    return (
        bool(_NO_WEAPON.search(plain))
        and not _named(plain, _left(plain), ("weapon",))
        and not _OTHER.search(_left(plain))
    )


def gravest(facts: Collection[str]) -> List[str]:
    """The few that are asked about where nothing says which it is."""
    hurt = "injured" if "in_danger_now" in facts else ""  # whoever is in danger may not be hurt yet
    known = [fact for fact in (*_FIRST, *facts) if fact in facts and fact != hurt]
    return _each_once(known, facts)[:MOST_ASKED]


def _left(plain: str) -> str:
    """Without what is denied and what is harmless."""
    told = over_by_now.without_denials(plain)
    for pattern in _HARMLESS:
        told = pattern.sub(" , ", told)
    return " ".join(told.split())


def _denies(plain: str) -> bool:
    """It begins with a no, or tells that nobody was there, that it is over, or of nothing but things."""
    if yes_no.begins_with_no(plain) or over_by_now.nobody_there(plain) or _THING_ONLY.match(f"{plain} "):
        return True
    begins_with_yes = yes_no.begins_with_it(plain)
    over = _LONG_AGO.search(plain) or _SLEPT.search(plain) or over_by_now.tells_they_left(plain)
    return not begins_with_yes and bool(over or _SAYS_NO.search(plain))


def _named(plain: str, told: str, facts: Sequence[str]) -> List[str]:
    bare = over_by_now.without_denials(plain)
    return [fact for fact in facts if _speaks_of(fact, bare if fact in _OF_THE_TRAFFIC else told, facts)]


def _speaks_of(fact: str, told: str, facts: Sequence[str]) -> bool:
    signs = _SIGNS.get(_SAME.get(fact, fact))
    found = signs is not None and re.search(rf"\b(?:{signs})\b", told)
    if not found:
        return False
    if re.fullmatch(_GUN, found[0]) and "firearm_stolen" in facts and fact in ("weapon", "firearm_stolen"):
        return bool(_TAKEN.search(told)) is (fact == "firearm_stolen")
    return True


def _grave(told: str, named: Collection[str]) -> bool:
    """A danger that no part of the question asks for: "I smell gas", to the owner of a dented car."""
    signs = [_SIGNS[one] for one in ("injured", "suspect_present", "weapon", "threats_now", "close_person")]
    return not named and any(re.search(rf"\b(?:{one})\b", told) for one in signs)


def _each_once(found: Sequence[str], facts: Collection[str]) -> List[str]:
    """In the order of weight, and of those that ask the same the first that the form has."""
    order = [*_FIRST, *facts]
    kept: List[str] = []
    for fact in sorted(dict.fromkeys(found), key=order.index):
        same = next((one for one in _ONE_OF if fact in one), ())
        if not any(other in same for other in kept):
            kept.append(fact)
    return kept
