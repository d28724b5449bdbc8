"""Whether a sentence that is neither yes nor no tells that nothing is going on any more. Pure; plain words (plain_words.py) come in.

To "is anyone hurt or still there?" people go on with the story: "I was in the store, and when I came out they were gone". Two
readings: `nobody_there` is as good as a no, `long_past` only says when it was. Whatever names a danger in the same breath is neither.
"""

from __future__ import annotations

import re

_TIME = (
    r"(?:yesterday|last (?:night|week|weekend|month|year|\w+day)|over ?night|earlier(?: today)?|this (?:morning|afternoon)"
    r"|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|the other (?:day|night)|(?:\w+ ){1,3}ago"
    r"|(?:in|during) the night|a while (?:ago|back))"
)
_THING = r"(?:it|that|this|all this|everything|the (?:whole thing|theft|damage|crash|accident|\w+ing))"
_NOT_OVER = re.compile(
    r"\b(?:still|right now|hurt\w*|injur\w+|bleed\w*|blood|guns?|pistol|rifle|knife|knives|weapons?|armed|shot|shoot\w*|stab\w*"
    r"|hit me|beat\w*|punch\w*|grab\w*|threat\w*|scared|afraid|follow\w*|chas\w+|hid(?:e|ing)|trapped|stuck|breath\w*"
    r"|unconscious|hospital|ambulance|fire|smoke"
    r"|missing|kidnap\w*|daughter|son|child|baby|kids?|wife|husband|boyfriend|girlfriend|ex|partner|father|mother|brother|sister|family"
    r"|legs?|arms?|head|chest|nose|neck|wrist|ankle|ribs?|(?:not|hardly) (?:think|know|feel|believe|sure)|hope|wish"
    r"|every (?:day|night|time)|keeps?|coming back|came back again|comes? back)\b"
)
_ONLY_THINGS = re.compile(  # "there's only glass everywhere", "just my pride", "my tires are"
    r"(?:well |no |oh )*(?:(?:(?:there|it|that|this) (?:is|was) |they are |we have )?(?:only|just)"
    r" (?:a |an |the |some |my |our |broken |lots of |two )*|my |the |our )"
    r"(?:glass|letters?|pride|feelings|wallet|windows?|doors?|paint|cars?|tires?|bumper|fender|mirror|fence|mess|property|damage|stuff|things?"
    r"|house|wall|garage|bikes?|mailbox)(?: (?:is|are|was|were))?"
    r"(?: (?:everywhere|all over|on the (?:floor|ground|street)|hurt|damaged|broken|gone))?$"
)
_HURT_THINGS = re.compile(  # "my fender is hurt", "just my pride"
    r"\b(?:only |just )?(?:my|the|our) (?:car|truck|bike|fender|bumper|door|tires?|window|wallet|feelings|pride|house|fence)"
    r"(?: (?:is|are|was|were|got|has been) (?:\w+ )?hurt)?\b"
)
_NOBODY = re.compile(
    r"\b(?:(?:nobody|no one)(?: else)? (?:is |was |were |has been )?(?:(?:in|at|near) (?:it|there|the \w+|my \w+|sight)|inside|there|around"
    r"|home|here|anywhere|near)"
    r"|(?:did not|never|have not|has not) (?:even )?(?:see|seen|saw|hear|heard|notice|noticed) (?:any ?(?:body|one|thing)"
    r"|who|him|them|a soul|it happen)"
    r"|(?:it|they|he|everything|both|all of (?:it|them)|the (?:guys?|man|men|thief|thieves|person|people|driver|car|truck|bike|bag|\w+s))"
    r" (?:was|were|is|are|had|has|have) (?:already |all |both |just |long |since )*(?:gone|left|empty)"
    r"|the \w+ (?:was|is) (?:\w+ )?empty"
    r"|(?:ran|drove|took|got|walked|rode|sped|biked) (?:off|away)\b"
    r"|(?:when|by the time|until) (?:i|we) (?:\w+ )?(?:came|got|returned|went|woke|looked|walked|noticed|arrived|found|saw|opened"
    r"|checked)\b.*\b(?:gone|empty|not there))"
)
_ALL_WELL = re.compile(
    r"(?:^| )(?:(?:i|we) (?:am|are)|every ?(?:one|body) is|we are all|all of us are|(?:he|she) is|they (?:both )?are)"
    r" (?:just |all |perfectly |totally |completely |doing |both |really |quite )*(?:fine|okay|ok|all right|alright|safe|unhurt|good)"
    r"(?: (?:now|thanks?|thank you|though|here|dear|honey|sir|ma am))*$"
)
_WELL_FIRST = re.compile(  # "i am safe i have not heard from him since march"; what follows tells of nobody else
    r"(?:(?:oh|well|no|yes|yeah) )*(?:i am|we are|every ?(?:one|body) is|both of us(?: are)?|all of us(?: are)?)"
    r" (?:(?:just|all|perfectly|totally|completely|doing|both|really|quite|still) )*(?:fine|okay|ok|all right|alright|safe|unhurt)"
    r"(?: (?:i|we) have not (?:heard|seen)(?: anything| a thing)?(?: (?:from|of))? (?:him|her|them|it)(?: (?:since|in|for) [a-z ]+)?"
    r"| (?:i|we) (?:am|are|was|were) (?:just )?(?:upset|mad|angry|tired|annoyed|embarrassed|on mute)"
    r"| still fine| today| thank(?:s| you| god))*$"
)
_SAW_NOBODY = re.compile(
    r"\bbut (?:she|he|i|we|they) (?:did not|never) (?:even )?(?:see|saw) (?:any ?(?:body|one|thing)|him|them)\b"
)
_GOES_ON = re.compile(  # what comes after "he ran off" and is not over: "but he is outside my door", "and my neighbor is lying there"
    r"\b(?:but|except|and (?:now )?(?:he|she|they|i) (?:is|are|am)|now (?:he|she|they)|someone|somebody|behind me|at (?:the|my) door"
    r"|bang\w*|pound\w*|knock\w*"
    r"|looking for|upstairs|closet|locked|alone|help|collaps\w*|lying|fell|fall|not moving|chok\w*|rap(?:ed|ing)|push\w*|kick\w*|attack\w*"
    r"|faint\w*|wake|dementia|diabet\w*|bomb|device|gas|pills|goodbye|bridge|freezing|left (?:a|us|me)|mom|dad|neighbou?rs?|roommate"
    r"|friends?|niece|nephew|girl|boy|woman|grand\w+|old (?:man|lady|guy)|trunk)\b"
)
_NOT_WELL = re.compile(  # "no i am not okay", "no nobody is safe", "no the shed is on us", "no he left a box here"
    r"\b(?:not|never|nobody|no one|none)(?: (?:of|us|all|both|is|are|am|was|were))* (?:fine|okay|ok|good|safe|alright|all right"
    r"|right)\b|\b(?:on|left) (?:(?:both|all) (?:of )?)?(?:us|me|my two)\b|\bleft (?:a|an|the|his|her|their|both|all) \w+|\bit was us\b"
    r"|\bor (?:hit|shot)\b"
)
_DANGER = (
    r"(?:still (?:there|here|around)|people|danger|in danger|injuries|fights?"
    r"|hurt\w*|injur\w+|bleed\w*|blood|guns?|pistol|rifle|knife|knives|weapons?|armed|threat\w*|hit|shot"
    r"|family|ex|partner)"
)
_DENIED = re.compile(  # "nobody got hurt", "no gun", "both of us are still fine"
    r"\b(?:(?:nobody|no one|none of (?:us|them))(?: (?:is|was|were|got|has|had|been|a|an|any))*"
    r"|(?:not|never|no)(?: (?:been|a|an|any))*)"
    rf" {_DANGER}(?: (?:or|nor|and) (?:{_DANGER}|anything))*\b"
    r"|\b(?:nobody|no one)(?: (?:is|was))? (?:here|there|around)\b"
    r"|\bstill (?:fine|okay|ok|good|safe)\b"
)
_NOTHING_ELSE = re.compile(  # words that add nothing to a no; any other may be the one thing that is true after all
    r"(?:no|nope|nah|naw|not|none|nothing|never|nobody|at|all|like|that|that's|of|it|those|these|is|was|were|are|there|any|anything|kind"
    r"|sort|sir|ma|am|thank|thanks|you|god|goodness|gracious|lord|heavens?|jesus|luckily|fortunately|thankfully|just|only|to|my|knowledge|know|so|uh|um|well|oh|or|and"
    r"|i|we|us|both|everyone|everybody|fine|okay|ok|good|safe|alright|right|mute|on|today|the|a|our|two|sorry|mad|upset|angry|embarrassed"
    r"|van|car|cars|truck|bikes?|window|windows|glass|bumpers?|fender|mirror|property|stuff|things?|fence|shed|garage|mailbox|empty|looked"
    r"|packages?|box|boxes|parcels?|mattress|mattresses|couch|sofa|furniture|trash|junk|tires?|wheels?|paint|phone|wallet|purse|bags?"
    r"|backpack|laptop|tools?|skateboard|scooter|plants?|letters?|mail"
    r"|(?:they|he|she|it) (?:(?:is|are|was|were|has|have|had|already|all|long|just) )*(?:gone|left|went away|go already|ran off|took off)"
    r"|already|now|here|else)(?: |$)"
)
_SAID_WHEN = re.compile(
    rf"(?:(?:well|so|no|oh|uh|um) )*(?:{_THING} (?:was|happened|must have (?:been|happened)|would have (?:been|happened)|is|has been)"
    r" (?:\w+ ){0,3}?"
    r"|(?:i|we) (?:only |just |first )*(?:saw|noticed|found|discovered)(?: it| this| that| out)? (?:\w+ ){0,2}?"
    rf"|(?:like|about|around|some ?time|probably|maybe|just| )*){_TIME}\b"
)
_WHEN = re.compile(rf"\b{_TIME}\b")
# After a no: whoever speaks of somebody, of a weapon or of what is yet to come may say what is true after all.
_SOMEBODY = re.compile(
    r"\b(?:he|she|they|them|him|her|his|their|theirs|us|me|we|you all|some ?(?:body|one)|any ?(?:body|one)|man|men|woman|women|guys?|dudes?"
    r"|people|person|driver|owner|lady|kids?|teens?|tenant|roommate|neighbou?rs?|landlord|boss|co ?worker"
    r"|friends?|nobody|no one|who|whoever"
    r"|drunk|high|drugs?|shotgun|revolver|bat|machete|ammo|bullets?|spray\w*|taser|force\w*|push\w*|fight\w*|scream\w*|yell\w*|cry\w*"
    r"|dead|dying|dies?|died|kill\w*|danger\w*|unsafe|safe|afraid|pain\w*|ache\w*|dizzy|burn\w*|smok\w*|flame\w*|leak\w*|spark\w*"
    r"|chemicals?|smell\w*|blocked|blocking|not|never|yet|until|unless|except|but|although|though|however|maybe|probably|might|may|could"
    r"|if|soon|later|next|tomorrow|tonight|again|keep|except|only thing|apart|besides|half|kind|sort|sorta|kinda|partly|i think|guess)\b"
)
_IS_THERE = re.compile(  # "he is outside", "two guys are on my roof"
    r"\b(?:he|she|they|guys?|man|men|woman|people|person|driver|kids?|it) (?:is|are) (?:\w+ )?(?:here|there|outside|inside|at|in|by|behind"
    r"|near|on|upstairs|downstairs|around|coming|trying|drunk|armed|back|waiting|watching|staying|sitting|sleeping|looking|following)\b"
    r"|\bthere (?:is|are) (?:\w+ ){0,2}(?:guys?|man|men|woman|people|person|somebody|someone)\b"
    r"|\b(?:will|would|might|may|going to) (?:be )?(?:come )?back\b"
)
_HARMLESS_NOT = re.compile(  # "did not see anybody", "it is not mine", "not that i saw"
    r"\b(?:i|we) (?:did not|never|have not) (?:even |really )?(?:see|saw|seen|hear|heard|notice|noticed|catch|meet|met|find|found|touch)"
    r" (?:any ?(?:body|one|thing)|a soul|him|them|who(?: did it)?|it happen)\b|\bit is not (?:mine|ours|urgent|a big deal)\b"
    r"|\bnot that i (?:saw|know of|noticed)\b|\bnothing like that\b|\bno big deal\b"
    r"|\b(?:i|like i|as i) (?:already |just )?(?:told|said)(?: (?:you|u|that|it|so|already|before))*\b"
)
_GONE = re.compile(  # "they drove off", "he was gone", "nobody was around"
    r"\b(?:they|he|she|it|the (?:guys?|man|driver|thief|person|people|car|truck))"
    r" (?:(?:is|was|were|are|has|have|had|already|all|just|long) )*"
    r"(?:gone|left|(?:drove|ran|took|sped|went|rode|walked) (?:off|away))\b(?! (?:with|after|a|an|his|her|my|us|me|him|the)\b)"
    r"|\b(?:nobody|no one) (?:is |was )?(?:there|around|in (?:it|there)|home|here|inside)\b"
)
_EACH_DENIED = re.compile(
    r"(?:no+|nope)(?: (?:no+|nope))* and (?:no+|nope)\b|(?:no+ )?to (?:all|each|any|every one)\b"
)  # "no no and no"
MOST_WORDS = 45  # what is longer may tell anything
MOST_WORDS_OF_A_NO, MORE_THAN_DENIED = 18, 3


def nobody_there(plain: str) -> bool:
    """It tells that nobody was met or is there, or that all are well: "they were long gone when i came out", "i am fine"."""
    told = _SAW_NOBODY.sub(" ", _DENIED.sub(" ", _HURT_THINGS.sub(" ", plain)))
    if len(plain.split()) > MOST_WORDS or _NOT_OVER.search(told) or _GOES_ON.search(told) or _NOT_WELL.search(plain):
        return False
    well = _ALL_WELL.search(plain) or _WELL_FIRST.match(plain)
    return bool(_NOBODY.search(plain) or well or _ONLY_THINGS.match(plain))


def names_no_danger(plain: str) -> bool:
    """Few words in which every danger that is named is denied: "no nobody got hurt", "no no gun ever", "no they left already"."""
    if _NOT_WELL.search(plain):
        return False
    rest = " ".join(_DENIED.sub(" ", _HURT_THINGS.sub(" ", plain)).split())
    if _EACH_DENIED.match(plain) and not _NOT_OVER.search(rest) and not _GOES_ON.search(rest):
        return len(plain.split()) <= MOST_WORDS_OF_A_NO
    if len(plain.split()) <= MOST_WORDS_OF_A_NO and tells_of_things(rest):
        return True
    while rest and (word := _NOTHING_ELSE.match(rest)):
        rest = rest[word.end() :]
    return not rest and len(plain.split()) <= MOST_WORDS_OF_A_NO


def denies_one_and_tells(plain: str) -> bool:
    """ "No gun, dear, a camera lens": of one danger that is denied, with what was meant instead."""
    bare = " ".join(_DENIED.sub(" ", plain).split())
    short = len(plain.split()) <= MOST_WORDS_OF_A_NO
    return short and bare != plain and len(bare.split()) >= MORE_THAN_DENIED and tells_of_things(bare)


def tells_of_things(rest: str) -> bool:
    """What comes with a no speaks of no one and of no danger: "it just slid off", "just the tulips i did not see anybody"."""
    told = _GONE.sub(" ", _HARMLESS_NOT.sub(" ", rest))
    signs = (_NOT_OVER, _GOES_ON, _SOMEBODY)
    return not any(one.search(told) for one in signs)


def without_denials(plain: str) -> str:
    """What is left when every danger that is denied is taken out."""
    return _DENIED.sub(" , ", plain)


def says_not_well(plain: str) -> bool:
    """ "I am not okay", "nobody is safe", "it was us"."""
    return bool(_NOT_WELL.search(plain))


def tells_they_left(plain: str) -> bool:
    """ "He drove off", "they were gone", "nobody was around", anywhere in it."""
    return bool(_GONE.search(plain) or _NOBODY.search(plain))


def long_past(plain: str) -> bool:
    """It does nothing but say when it was: "it was on sunday night", "about an hour ago", "i only saw it this morning"."""
    return len(plain.split()) <= MOST_WORDS and not _NOT_OVER.search(plain) and bool(_SAID_WHEN.match(plain))


def tells_of_the_past(plain: str) -> bool:
    """A time that is over stands anywhere in it. Enough for whoever answers a second time without a sign of danger."""
    return len(plain.split()) <= MOST_WORDS and not _NOT_OVER.search(plain) and bool(_WHEN.search(plain))
