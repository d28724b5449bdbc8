"""The phrases of spoken/en/yes_no.py, in plain words (plain_words.py): what counts as a yes, a no, not knowing. Patterns only."""

from __future__ import annotations

import re
from typing import Dict, Pattern, Tuple

YES, NO, UNKNOWN, NONE = "yes", "no", "unknown", "none"


def _start(*patterns: str) -> Pattern[str]:
    """At the beginning, in whole words."""
    return re.compile(rf"(?:{'|'.join(patterns)})(?= |$)")


def _whole(*patterns: str) -> Pattern[str]:
    return re.compile(rf"(?:{'|'.join(patterns)})$")


_WHO = (
    r"(?:i|we|you|it|he|she|they|that|this|there|someone|somebody|everyone|everybody|(?:the|my|our) (?:\w+ )?(?:guys?|man|men"
    r"|woman|lady|girl|boy|person|people|kids?|driver|thief|suspect|car|dog))"
)
_IS = r"(?:is|are|was|were|am|do|does|did|have|has|had|would|will|can|could|should)"
_DOES = r"(?:is|are|was|were|am|do|does|did|have|has|had|would)"  # not "can not breathe"
_NO_MORE = (
    r"(?:(?:at all|any ?more|right now|now|at the moment|at this (?:point|time)|yet|that i (?:know|saw|see|am aware)(?: of)?"
    r"|to my knowledge|as far as i (?:know|can (?:tell|see))|a thing)(?: |$))+"
)
_REALLY = r"(?:(?:really|actually|honestly|even|definitely|certainly|sure|still|ever) )*"

FILLERS = _start(
    r"u+h+(?! huh)", r"u+m+", r"e+r+m*", r"a+h", r"hm+", r"u+gh+", r"eh", r"huh", r"heh", r"(?:ha)+h?", r"lo+l", r"lmf?ao", r"omf?g",
    r"what(?= (?:no+|yes|yeah|nope|nah)(?: |$))", r"(?:oh )?my god", r"je+z", r"gee+z*", r"jesus(?: christ)?", r"wow", r"come on", r"yo",
    r"for (?:the love of (?:god|pete)|(?:god|pete|heaven|christ|crying out) ?s? (?:sakes?|loud))", r"for crying out loud",
    r"(?:bro|dude|man|bruh|honey|dear|sir|ma am|maam)(?= (?:no+|nope|nah|naw|yes|yeah|yep)(?: |$))",
    r"(?:like |as )?i (?:just |already |have already )?(?:said|told (?:you|u|ya))(?= (?:no+|yes|yeah|nope|nah)(?: |$))",
    r"(?:well|oh|so|and|but|like|just|look|listen|honestly|actually"
    r"|please(?! do\b)|sorry"
    r"|god(?! (?:only )?knows)|gosh|goodness|gracious(?: me)?|heavens|lord"
    r"|good(?= (?:lord|god|heavens|gracious))|mercy|oh my|you know|i mean|i meant(?: to say)?|i said|i would say"
    r"|to be honest|the answer is|hang on(?= no$))",
)  # fmt: skip
# The question said once more before its answer: "happening now, no, it was overnight", "near me? no".
ECHO = re.compile(
    r"(?:(?:is|was|were|are|am|what|who|me|it|inside|in there|home|oh|anyone|anybody|somebody|someone|still|happening"
    r"|going on|right|now|near|nearby|hurt"
    r"|injured|there|here|in danger|danger|safe|weapons?|guns?|threats?|a|any|i|you|mean) ){1,6}"
    r"(?:well )?(?=(?:no+|nope|nah|naw|yes|yeah|yep)(?: |$))(?!no (?:one|idea|doubt|clue|way)\b)"
)
BUT_NO = re.compile(  # "he's still living here, but no"; not of somebody who is hurt or armed
    r"(?!.*\b(?:hurt\w*|injur\w+|bleed\w*|blood|guns?|knife|knives|weapons?|armed|breath\w*|unconscious|threat\w*|scared|afraid|trapped)\b)"
    r".*\b(?:but|so) (?:no|nope|nah)$"
)
OPENERS = _start("okay", "ok", "alright", "all right", "right(?! (?:now|away|here|after|there))", "fine")
POLITE = re.compile(
    r"(?:^| )(?:please|thanks|thank you(?: very much| so much)?|sir|ma am|maam|madam|miss|officer|dear|honey|dude|man|bro|sorry"
    r"|or something|for now|today|at all|either)$"
)
# Said before a whole sentence ("I think he's gone", "I guess nobody is hurt"): what follows may answer.
HEDGED = _start(
    f"(?:i|we) {_REALLY}(?:would )?(?:think|believe|guess|suppose|imagine|assume|reckon|hope|am afraid|would say)(?: that)?",
    "probably", "hopefully", "(?:i am )?pretty sure(?: that)?",
)  # fmt: skip
TAKEN_BACK = _start(
    "wait",
    "sorry",
    "i mean",
    "i meant(?: to say)?",
    "actually",
    "scratch that",
    "hold on",
    "correction",
    "strike that",
)
LEADS = _start(
    "(?P<yes>y|ye|yes+|yeah+|yea|yep|yup|yah|ya|uh huh|mm+ ?hm+|mhm+|affirmative|si)",
    "(?P<no>n|no+|nope|nah|naw|nay|negative|nuh uh)",
)
DENIES_TOO = re.compile(
    r"\b(?:(?:did|does|is|are|was) not|not|never) (?:even )?(?:touch\w*|near|on|close to|hit)\b"
)  # after a no
DROPPED = _start("(?:just )?(?:never ?mind|forget (?:about )?(?:it|that|this))")
LAST_WORD = re.compile(  # "so yes i guess", "born and raised and yes it did"
    rf".* (?:(?P<yes>yes|yeah|yep)(?: {_WHO} {_IS})?|(?P<no>no|nope)(?: {_WHO} {_IS} not)?)(?: i (?:guess|suppose|think|believe))?$"
)
NOT_KNOWN_AT_LAST = re.compile(  # "he put something up last year, don't know if it's real"
    r".* (?:(?:do|did) not know(?: (?:if|whether|for sure)\b.*)?|not (?:really |quite |100 percent )?sure|(?:can|could) not swear to it"
    r"|have not (?:checked|looked)|nobody knows)$"
)

THEN_YES = re.compile(r"\b(?:then|so) (?:yes|yeah|yep)$")

NO_IDEA = _start("no (?:idea|clue|telling)", r"no way (?:to|of) (?:know|tell)\w*")
# Begins with the word yes or no and is neither.
NOT_LEADS: Tuple[Tuple[Pattern[str], str, bool], ...] = (
    (_start("yes and no", "yeah and no"), UNKNOWN, True),
    (NO_IDEA, UNKNOWN, True),
    (_start("no doubt"), YES, True),
    (_start("no one"), NO, True),
    (_start("no (?:problem|worries|need)"), NONE, True),
)  # fmt: skip

NOT_KNOWING: Tuple[Pattern[str], ...] = (
    _start(f"(?:(?:i|we) )?{_REALLY}(?:do|did|would|can|could) not {_REALLY}(?:know|remember|recall|tell|say|be (?:sure|certain))"
           "(?! so)"),
    _start(f"(?:(?:i|we) )?(?:do|did|could) not {_REALLY}(?:see|notice|check|look)(?! (?:any|no|who|him|her|them))"),
    _start(f"(?:(?:i|we) )?{_REALLY}(?:have |have got )(?:no|not a|not any|not the) (?:idea|clue|foggiest)",
           f"(?:(?:i|we) )?{_REALLY}do not have (?:any|an|a) (?:idea|clue)", "(?:i am |we are )?not (?:(?:really|too|so|quite|very"
           "|entirely|completely|100 percent|a hundred percent) )*(?:sure|certain|positive)", "(?:i am |we are )?(?:unsure|uncertain)",
           "(?:how|who|what) (?:would|should|could|can|do|the hell would|the hell should) i know",
           "how (?:am i|are we) (?:supposed|meant) to know", "(?:god|who|heaven|lord|nobody) (?:only )?knows",
           "(?:it is )?(?:hard|difficult|impossible|tough) to (?:say|tell|know)", "your guess is", "beats me", "search me",
           "(?:(?:it|that) )?depends", "i forgot?", "forgot", "unknown"),
)  # fmt: skip

# The first that fits decides; sure or not.
STATED: Tuple[Tuple[Pattern[str], str, bool], ...] = (
    (_start("none of (?:your|my)", "right (?:now|here|away|after|there)", "not in (?:so|as) many words",
            "(?:(?:i|we) )?(?:would )?rather not (?:to )?(?:get into|go into|talk|discuss|answer|say)",
            "not (?:too |that |very |so )?(?:bad|badly)"), NONE, True),
    (_start("(?:i (?:do not |have no )|without (?:a )?)doubt(?: it| that| about it)?"), YES, True),
    # enough for most questions, none to swear by: "k" calls no ambulance, and "I wish I could breathe" denies nothing
    (_start("(?:it |that )?would not (?:hurt|be a bad idea)", "(?:i |we )?would not (?:mind|say no)", "(?:may|might) as well",
            "if you (?:would|could|do not mind)", "k+"), YES, False),
    (_start("more (?:times|often) than (?:i|we) can", "only everything", "(?:oh )?(?:i|we) know exactly"), YES, True),
    (_whole("(?:(?:i|we) )?(?:only )?wish (?:i|we|he|she|they) (?:did|had|knew)", "(?:i|we) wish"), NO, False),
    (_start("if (?:i|we) (?:did|had|knew) (?:i|we) would", "(?:that|this) (?:about |pretty much |just about )?(?:covers|sums)"), NO, False),
    (_start("(?:i|we) have not (?:even |really )?(?:dared|been (?:in|inside|up|back)|gone (?:in|inside|up|back))"), UNKNOWN, True),
    *((pattern, UNKNOWN, True) for pattern in NOT_KNOWING),
    (_start("maybe", "perhaps", "possibly", "(?:(?:it|he|she|they|that|there) )?(?:could|might|may) (?:well )?be", "kind of", "kinda",
            "sort of", "somewhat", "a (?:little|bit)", "i wonder"), UNKNOWN, True),
    # doubtful, one way or the other
    (_start(f"(?:i|we) {_REALLY}(?:do|would|did) not {_REALLY}(?:think|believe|say|suppose|guess|imagine|expect)",
            f"do not {_REALLY}think so", "(?:(?:i|we) )?(?:really |highly |very much )?doubt", "(?:i|we) (?:think|hope|guess|suppose"
            "|believe) not", "hope not", "probably not", "not (?:really|exactly|quite|yet|necessarily)", "hardly", "unlikely",
            "(?:(?:i|we) (?:would|had) )?rather not"), NO, False),
    (_start("(?:i|we) (?:think|believe|would think|am afraid|would say) (?:so|yes|(?:he is|she is|they are|it is)"
            "(?! (?:(?:all|already|now|long|probably|just) )*(?:not|gone|over|done|finished|no longer)(?= |$)))"), YES, True),
    (_start("(?:i|we) (?:guess|suppose|imagine|assume|reckon|hope)", "probably", "sure(?! thing)", "likely", "more or less",
            "if you (?:say so|want|like|think so)", "whatever", "why not"), YES, False),
    (_whole("(?:that is |i am |it is |(?:it |that )?(?:sounds|looks|seems) )?(?:okay|ok|alright|all right|fine|great|cool|good|perfect)"
            "(?: (?:to|by|with) me)?", "works for me"), YES, False),
    # noes
    (_start("(?:of course|certainly|definitely|absolutely|obviously|surely|clearly) not", "(?:hell|heck) no", "none", "neither", "never",
            "(?:(?:that|it|this) is )?(?:wrong|incorrect|false|untrue|not (?:right|correct|true))", f"{_WHO} {_IS} (?:nobody|none|no one)",
            f"not (?:{_NO_MORE})", "(?:nobody|no one|nothing)(?: else)?(?: (?:is|was|were|got))?(?: (?:hurt|injured|here"
            "|there|around|that i))?(?= |$)(?! [a-z])",
            "(?:nobody|no one) (?:is|was|got) (?:hurt|injured|here|there)"), NO, True),
    (_whole(f"{_WHO} {_IS} {_REALLY}not(?: {_NO_MORE})?", f"{_IS} not(?: {_NO_MORE})?", "not"), NO, True),
    # "he is not ..." what? Enough to have no serial number, not to be out of danger
    (_start(f"{_WHO} {_DOES} {_REALLY}(?:not|nothing|never|no)", f"{_DOES} not", "not", "nobody", "no one", "nothing"), NO, False),
    # yesses
    (_start("correct", "exactly", "precisely", "indeed", "absolutely", "definitely", "certainly", "of course", "totally", "obviously",
            "you bet", "you got it", "please do", "go (?:ahead|for it)", "by all means", "true", "right", "(?:hell|heck) (?:yes|yeah)",
            "sure thing", "for sure", "please", "(?:that|it|this) (?:is|was) (?:right|correct|true)",
            "(?:(?:(?:that|it|this) all|that|it|this|all|everything|all of (?:it|that)) )?(?:sounds|looks|reads|seems)"
            " (?:about |all |just )?(?:right|correct|accurate)(?!.*\\b(?:except|but|only|apart from|other than)\\b)",
            "(?:that|it) (?:would|will) be (?:great|good|nice|lovely|fine|helpful|perfect|wonderful|okay|ok)"), YES, True),
    (_whole(f"{_WHO} {_REALLY}{_IS}(?: (?:sure|really|definitely|certainly|still|indeed|now|right now|though|too|here|there|correct))*"),
     YES, True),
    (_start("(?:i|we) (?:do|did) (?:have|want|know|remember)", "(?:i|we) have (?:it|one|that|them)(?! not)"), YES, True),
    (_start(f"{_WHO} (?:is|are) still", f"{_WHO} still (?:is|are|does|do)"), YES, True),
)  # fmt: skip

_PLACE = r"(?:here|there|inside|outside|nearby|around|close by|near me|next door|upstairs|downstairs|(?:in|at) (?:the|my|our) \w+)"
_WELL = r"(?:all |doing |just )*(?:fine|okay|ok|safe|alright|all right|good|unhurt|uninjured|not hurt)"
_WAS = r"(?:(?:is|are|was|were|has|have|had|just|already|all|long|now|only) )*"

ADDED = _whole(  # when, and which way
    r"(?:(?:(?:about|like|over|maybe|more than) )?(?:a|an|one|two|three|four|five|ten|fifteen|twenty|thirty|a few|half an|\d+|several)"
    r" (?:seconds?|minutes?|hours?|days?|weeks?|while|moment)(?: ago)?|already|now|ago|yesterday|last night|this morning|earlier|just now"
    r"|anymore|any more|right now|by now|too|before|today|on foot|on a bike|in a (?:\w+ )?(?:car|truck|van)|down the (?:street|road|block)"
    r"|that way|home|or anything|(?:when|before|by the time) (?:i|we) (?:came|got|called|noticed|woke|looked|arrived)\w*(?: \w+){0,3}"
    r"|my name|myself|me|it|who (?:did|took) it|one|body|anyone|anybody| )*"
)
_NO_ONE_ARMED = (
    r"(?!.*\b(?:but|though|said|says|told|point\w*|at (?:me|us|him|her)|pull\w*|wav\w*|threat\w*|had (?:one|it|a))\b)"
)
# What answers a question about this fact without a yes or a no.
ABOUT: Dict[str, Tuple[Tuple[Pattern[str], str], ...]] = {
    "suspect_present": (
        (_whole(r"(?:(?:it|that|this|the (?:trash|stuff|car|truck|bike|pile|mess)) (?:is|was) (?:still )?"
                r"[a-z ]{0,20}?(?:there|here|around)?"
                r"|(?:i|we) (?:looked|checked|went (?:out|outside)|am looking)) ?but (?:there is )?(?:nobody|no one)(?: is)?"
                rf"(?: (?:out|over))*(?: {_PLACE})?"), NO),
        (_start(rf"{_WHO} (?:is|are|has|have|did|will|would) not (?:yet )?(?:gone|left|leave|leaving|going)",
                f"{_WHO} (?:refuses|refuse) to (?:leave|go)"), YES),
        (_start(rf"(?:{_WHO} (?:is|are) )?(?:still|right|just|back) (?:over |right )?{_PLACE}", rf"{_WHO} (?:is|are) {_PLACE}"), YES),
        (_start(rf"(?:{_WHO} )?{_WAS}(?:gone|left|disappeared|fled)(?! (?:hand|arm|my|me|him|her|his|the|a)\b)",
                rf"(?:{_WHO} )?{_WAS}(?:took|ran|drove|walked|rode|biked|got|went|sped) (?:off|away|home)"), NO),
        (_start(f"{_WHO} (?:is|are) (?:no longer|not) (?:here|there|around|near)"), NO),
        (_start("(?:(?:i|we) )?(?:do not|did not|have no idea|no idea|not|never) (?:even )?(?:know|knew|see|saw)?"
                " ?who (?:it|they|he|did|took|that|would)"
                "(?: (?:is|was|were|it|are|did|took|that|this))*"), NO),
        (_start("(?:i|we) (?:did not|never) see (?:any|anyone|anybody|who(?: (?:took|did|stole) it)?|him|her|them|it)"), NO),
    ),
    "weapon": (
        (_start(rf"{_NO_ONE_ARMED}whatever (?:it was |that was )?(?:(?:they|he|she|it|somebody|someone) )?"
                r"(?:used|use|hit|broke|smashed|did|had|was|cut)"), NO),
        (_start(rf"{_NO_ONE_ARMED}(?:(?:i|we) )?(?:did not|never|have not) (?:even )?(?:see|saw|seen|notice|noticed|hear)"
                r" (?:one|any|it|a (?:weapon|gun|knife)"
                r"|any ?(?:thing|body|one|weapons?|guns?)|them|him|her|who)"), NO),
        (_start(rf"{_NO_ONE_ARMED}(?!.*\b(?:me|us|him|her"
                r"|my (?:wife|husband|son|daughter|mom|dad|kids?|friend|neighbor|face|neck|arm|leg|head))\b)"
                r"(?:(?:just |only |like |probably )*(?:a|an|the|some)? ?(?:\w+ )?(?:knife|knives|bat|hammer|rock|brick|crow ?bar"
                r"|screwdriver|saw"
                r"|bolt cutters?|tool|pipe|stick|something|razor|box cutter)s?)(?: (?:i|we) (?:guess|think|suppose))?"
                r" (?:to (?:cut|slash|stab|break|smash|pry|scratch|pop|puncture|open|get|do)"
                r"|for (?:the|my) (?:tires?|windows?|doors?|locks?))\b.*"), NO),
    ),
    "happening_now": (
        (_start(f"{_WHO} (?:is|are|has|have) not (?:over|stopped|finished|done|ended)"), YES),
        (_whole(rf"(?:{_WHO} (?:is|are) )?(?:(?:still|right now|now) )*(?:happening|going on|ongoing"
        rf"|in progress)(?: right now| now)*"), YES),
        (_start(f"(?:{_WHO} (?:is|are) )?(?:not|no longer) (?:happening|going on|in progress|ongoing)"), NO),
        (_start(rf"(?:{_WHO} )?{_WAS}(?:happened )?(?:over|stopped|finished|ended|happened|done|yesterday|last (?:night"
        rf"|week|weekend|month|year"
                r"|\w+day)|earlier|(?:\w+ ){1,3}ago|overnight|this morning)(?! (?:and|but) \w+ (?:is|are))"), NO),
    ),
    "injured": (
        (_start("(?:(?:nobody|no one|none of us)(?: is| was| got)?|(?:i|we|he|she|they) (?:is|are|am|was|were) not"
        "|not) (?:hurt|injured|in danger|bleeding)"), NO),
        (_whole(rf"(?:i|we|he|she|they|everyone|everybody|all of us) (?:is |are |am )?{_WELL}"
                r"(?: (?:(?:just|only|but) )*(?:a (?:bit|little) )?(?:mad|angry|upset|annoyed|tired|frustrated|shaken(?: up)?|cold|sad"
                r"|embarrassed|pissed(?: off)?))?"), NO),
    ),
    "video": (
        (_whole(r"(?:(?:the|my|our|their|that) )?(?:\w+ )?cameras?(?: there| outside)?(?: (?:(?:is|are|was|were|(?:(?:is|has) )?been)"
                r" )?(?:broken|broke|not work\w*|dead|off|fake|down|out of order)|(?: do| does| did| has| have) not (?:even )?work\w*)"
                r"(?: (?:since (?:\w+ ){0,2}\w+|(?:for )?(?:a )?(?:long time|while|years|months|weeks|ages)))?"
                r"(?: (?:anyway|though|unfortunately))?"), NO),
    ),
    "anonymous": (
        (_start(r"(?:(?:i|we|want|would|like|love|to|stay|be|remain|prefer|rather|keep|make|it|this|me|am|as"
        r"|completely) )*anonymous(?:ly)?", "no names?", "without (?:a|my|giving) name",
                r"(?:.* )?(?:rather|prefer|want to|like to|going to|will|have to) not (?:to )?(?:give|say|tell|leave|use|share)",
                r"(?:i )?(?:do|would|will) not (?:want|like|wish|care)?(?: you)? ?(?:to )?(?:give|tell|leave|use|share"
                r"|have)\w* (?:you |out )?my name"), YES),
        (_start("(?:you can |i will |i can |please )?(?:use|take|have|give|put|write) (?:you )?(?:down )?my name", "my name is"), NO),
    ),
}  # fmt: skip
_A_THING = r"(?:my|a|an|the|our|some) (?!(?:police|person|officer)\b)\w+(?: \w+)?"
TELLS_MORE = (  # to "is there a witness, a video, was more taken?"; what is denied is none
    re.compile(  # "the house across has one of those doorbells"
        r"^(?!.*\b(?:no|not|nobody|none|never|without|nothing)\b).*"
        r"\b(?:saw|cameras?|video|footage|doorbells?|ring cam|witness(?:es)?|filmed|recorded)\b"
    ),
    re.compile(
        r"(?:yes )?(?:i|we) (?:have|have got|got|took) (?:some |a few |a |the |my |two |lots of )*(?:photos?|pictures?|pics|receipts?)\b"
    ),
    re.compile(
        rf"(?:(?:yes|and|also|oh) )*{_A_THING}(?: (?:and |also )?{_A_THING})+$"
    ),  # "my id my green card a bank card"
)
ABOUT["in_progress"], ABOUT["in_danger_now"] = ABOUT["happening_now"], ABOUT["injured"]
