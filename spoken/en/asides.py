"""What people ask beside a report, and no report answers: "should I call my bank", "who pays", "will I get it back". Pure.

The topic is for the agency to answer (`asked` of reports/common.yml and of each kind).
"""

from __future__ import annotations

import re
from typing import Optional, Tuple

BANK, PAYS, BACK, PICTURES, DRIVE, LEFT_AS_IT_IS, TOWED, CLEANED, COMES, CAUGHT, COSTS, MINOR, NUMBER, LENGTH, WANTED, POST, OTHER = (
    "bank", "who_pays", "get_back", "pictures", "drive_it", "left_as_it_is", "towed", "cleaned", "somebody_comes", "caught", "costs",
    "minor", "number", "length", "wanted", "post", "other",
)  # fmt: skip
TOPICS = (
    BANK, PAYS, BACK, PICTURES, DRIVE, LEFT_AS_IT_IS, TOWED, CLEANED, COMES, CAUGHT, COSTS, MINOR, NUMBER, LENGTH, WANTED, POST, OTHER,
)  # fmt: skip
MOST_WORDS = 24
MOST_WORDS_BEHIND = 16  # of a question behind an answer
_YEARS = r"(?:eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|1[1-7])"
_IT = r"(?:it|them|that|this|my (?:\w+ )?\w+|the (?:\w+ )?\w+|any of it|everything)"
_YOU = r"(?:you|you guys|y'?all|yall|they|the (?:city|police|cops)|police|cops|somebody|someone|anyone|anybody|an officer|a cop|we)"
_WILL = r"(?:can|could|will|would|are|is|do|does|did|gonna|going to)"
_ASKED: Tuple[Tuple[str, re.Pattern[str]], ...] = (
    (
        MINOR,  # "am i allowed to, i'm sixteen"
        re.compile(
            rf"\b(?:am i|is it|are kids|can i|do i|could i|may i|should i)\b.{{0,50}}\b(?:(?:i'm|im|i am|being|if you're"
            rf"|you're) (?:only |just |like )*"
            rf"{_YEARS}|old enough|under ?age|a minor|under eighteen|a kid)\b|\b(?:i'm|im|i am) (?:only |just |like )*{_YEARS}\b.{{0,30}}"
            r"\b(?:can i|am i allowed|is (?:that|it) (?:ok|okay|fine|alright|allowed)|do i need (?:a|my) (?:parent|mom|dad|adult))\b"
            r"|\bdo i (?:need|have to have) (?:a |an |my )?(?:parents?|mom|dad|adult|grown ?up|guardian)\b"
        ),
    ),
    (
        NUMBER,  # "will i get like a case number cause the bank wants one"
        re.compile(
            r"\b(?:will|do|can|could|would|am|are|when|where|how|is)\b(?: \w+){0,3} (?:i|we|you|there)\b[\w' ]{0,24}\b(?:case"
            r"|report|police|incident|reference|confirmation)"
            r" (?:report )?(?:number|no\b|code)\b"
        ),
    ),
    (
        LENGTH,
        re.compile(
            r"\bhow long (?:is|will|does|would|do|are|'s)\b[\w' ]{0,16}\b(?:take|last|report|this|it)\b(?! (?:to|until|till|before|for))"
            r"|\b(?:is|will|does|would) (?:it|this|that)(?: going to| gonna)? (?:take|be) (?:very |too |that |real |a )?(?:long"
            r"|forever|quick|while)\b"
        ),
    ),
    (
        POST,  # "is it the post office or the police who takes it"
        re.compile(
            r"\b(?:should|do|is|does|can|must|who|where|would)\b[\w' ]{0,40}\b(?:post ?office|postal|usps|mail ?man|postmaster"
            r"|mail carrier)\b"
        ),
    ),
    (
        DRIVE,  # "can i go to work in the truck or do i have to leave it"
        re.compile(
            r"\b(?:can|may|should|could|am|is it)\b(?: \w+){0,3} (?:i|we|it|ok|okay|to|allowed)\b[\w' ]{0,14}\b(?:drive|go to work"
            r"|take it to"
            r"|use (?:it|the (?:car|truck|van)|my (?:car|truck|van)))\b"
        ),
    ),
    (
        WANTED,  # "do you need what was in it too", "should i tell you the serial"
        re.compile(
            r"\b(?:should|shall) i (?:also )?(?:say|tell you|read|spell|give you|mention)\b"
            r"|\b(?:do|would|should|shall|can|could) (?:you|i|u)(?: guys)? (?:also |even |still )*(?:need|want|tell you|give you"
            r"|mention|say|list|include"
            r"|like)\b(?! (?:to (?:call|go|do|come|wait|stay|file|drive|leave|keep|get)|my bank|a lawyer))[\w' ]{0,30}\b(?:too|also"
            r"|as well|inside|in it"
            r"|in there|serial|brand|model|year|color|description|list|all of it|everything|plates?|stolen one|new one|his name|her name"
            r"|their names?|the names?|address|details)\b"
        ),
    ),
    (
        BANK,
        re.compile(
            r"\b(?:should|shall|do|must|can|could|would|gotta|have to|need to|got to|better)\b[\w' ]{0,20}"
            r"\b(?:call|tell|contact|notify|go to|let|warn|phone|freeze|cancel|block|stop)\b[\w' ]{0,14}\b(?:banks?"
            r"|credit union|card company|cards?|account)\b"
            r"|\b(?:does|will|can|could) (?:the|my) bank\b"
        ),
    ),
    (
        PAYS,
        re.compile(
            r"\bwho(?:'s| is|'ll| will| would)? (?:gonna |going to |responsible to )?(?:pay|pays|paying|cover|covers|reimburse)\b"
            r"|\bdo you think (?:the |my )?(?:\w+ )?insurance (?:pays?|covers?|will)\b|\bwho do i (?:bill|charge|sue)\b|\b(?:will"
            r"|does|would|is) (?:my |the )?insurance\b.*\b(?:pay|cover)\w*"
            rf"|\b(?:will|can|do|would|could) (?:i|we|{_YOU})[\w ]{{0,12}}\b(?:pay for|get paid|reimburse|be reimbursed|compensat\w+)\b"
            r"|\bwhere (?:do|can) i (?:make a |file a |put in a )?claim\b"
        ),
    ),
    (
        BACK,
        re.compile(
            rf"\b(?:will|can|do|could|would|am|are|gonna|going to|chances?)\b[\w' ]{{0,24}}\b(?:get|see|have|gets?|getting) {_IT} back\b"
            r"|\b(?:get|see) (?:my|the) money (?:back|again)\b|\bgetting (?:it|my \w+) back\b"
            rf"|\b(?:will|can|could|are) {_YOU}[\w ]{{0,16}}\b(?:find|finding|recover|return) {_IT}\b"
        ),
    ),
    (
        PICTURES,  # "who gets the video", "how do I send you pictures"
        re.compile(
            r"\b(?:who|how|where|what)\b[\w' ]{0,26}\b(?:gets?|give|giving|send|show|upload|email|text|do with|about)\b[\w' ]{0,16}"
            r"\b(?:videos?|pictures?|photos?|pics|footage|recordings?|clips?)\b"
            r"|\bwho do i (?:give|send|show) (?:it|that|this|them|those) to\b"
            rf"|\b(?:can|could|do|should|may) (?:i|we|{_YOU})[\w' ]{{0,16}}\b(?:send|upload|give|see|want|need|take|email"
            rf"|text)\b[\w' ]{{0,14}}"
            r"\b(?:videos?|pictures?|photos?|pics|footage)\b(?! of my)"
        ),
    ),
    (
        LEFT_AS_IT_IS,  # "should I stay out of the garage", "can I clean up the glass"
        re.compile(
            r"\b(?:should|shall|do|must|can|may|could|am)\b(?: \w+){0,2} (?:i|we)\b[\w' ]{0,22}\b(?:stay out|keep out"
            r"|go (?:back )?in(?:side)?"
            r"|touch|leave (?:it|them|that|everything|the \w+)|clean|sweep|throw|move (?:it|the|my)|fix|repair|board|drive it)\b"
        ),
    ),
    (
        TOWED,
        re.compile(
            rf"\b{_WILL}\b[\w' ]{{0,26}}\b(?:tow(?:ed|ing)?|towed away|moved)\b(?! my\b)|"
            rf"\bwhen\b[\w' ]{{0,20}}\b(?:tow(?:ed)?|it moved|them moved)\b"
            rf"|\bhow (?:long|soon)\b[\w' ]{{0,20}}\b(?:tow(?:ed)?|moved)\b|\b(?:i|we) (?:also )?(?:need"
            rf"|want) {_IT} (?:towed|moved|gone)\b"
            rf"|\btow {_IT}\b"
        ),
    ),
    (
        CLEANED,
        re.compile(
            rf"\b(?:will|can|when|are|could|how soon|gonna)\b[\w' ]{{0,24}}\b(?:paint(?:ed)? (?:it )?over|cleaned"
            rf"|clean(?:ed)?(?: {_IT})? (?:up|off)|paint over|remove(?:d)? ?{_IT}|wash(?:ed)? (?:it )?off"
            rf"|pick(?:ed)? (?:it |them |this )?up)\b"
        ),
    ),
    (
        COMES,
        re.compile(
            rf"\b(?:is|are|will|can|could|does|do|when)\b[\w' ]{{0,16}}\b{_YOU}\b[\w' ]{{0,14}}\b(?:come|coming|sent|send"
            rf"|sending|stop(?:ping)? by"
            r"|show(?:ing)? up|call me back|look into|out (?:here|there)|over here|comes?)\b"
            r"|\b(?:need|want)\b (?:the |an? )?(?:police|cops?|officer|somebody)(?: to)? (?:come|look|see)\b.*"
            r"|\b(?:asked|asking|wondering|know) if (?:the |an? )?(?:police|cops?|officer|somebody|anybody|someone) (?:comes?|will"
            r"|is coming)\b"
        ),
    ),
    (
        CAUGHT,
        re.compile(
            r"\b(?:will|can|are|gonna|going to|could|would)\b[\w' ]{0,20}\b(?:catch|arrest|jail|charge|find|get) (?:him"
            r"|her|them|the (?:guy|man|thief"
            r"|person|scammer|people|driver))\b|\bwill (?:he|she|they) (?:get|be|go)[\w ]{0,12}\b(?:caught|arrested|jail|charged)\b"
        ),
    ),
    (
        COSTS,
        re.compile(
            r"\b(?:does|will|do|is|how much)\b[\w' ]{0,20}\b(?:cost|costs|charge me|a fee|free)\b(?! (?:dollars|about))"
        ),
    ),
)  # fmt: skip
_FIRST = (
    r"^\W*(?:(?:so|and|but|um|uh|oh|hey|wait|ok|okay|also|well|yes|yeah|yep|no|nope|nah|thanks|thank you|dear|honey|ma'?am|sir|please"
    r"|by the way|quick question|one question|before (?:that|i go)|do you know(?: if)?|i (?:was )?wonder(?:ing)?(?: if)?"
    r"|tell me)\b[ ,.!]*)*"
)
_QUESTION = re.compile(
    _FIRST + r"(?:what|how|when|where|who|why|which|can|could|do|does|did|is|are|am|will|would|should|shall|gonna)\b",
    re.I,
)
_ASKS = re.compile(
    r"\?|\b(?:can|could|do|does|is|are|am|will|would|should|shall|who|when|how|where|gotta|need to|need it|need that|want it|asked if"
    r"|asking if)\b",
    re.I,
)


def topic_in(text: str) -> Optional[str]:
    """One of TOPICS but OTHER; None where none of them is asked about."""
    said = text.lower().replace("\u2019", "'")
    if len(said.split()) > MOST_WORDS or not _ASKS.search(said):
        return None
    return next((topic for topic, pattern in _ASKED if pattern.search(said)), None)


_BEHIND = re.compile(
    r"(?:^|[ ,.?!])(?P<asked>(?:(?:can|could|should|shall|will|would|do|does|did|am|is|are|how long|what|when|who|where)\b(?:'s)?"
    r" (?:i|you|u|we|it|this|they|the|my|somebody|someone|anybody|if i)\b)(?:(?! (?:can|should|will) i\b).)*)$",
    re.I,
)
_OF_ANOTHER = re.compile(
    r"\b(?:asked|said|says|asking|told|wonder(?:s|ed)|know|knows|see|tell|ask) (?:me |him |her |them |if |whether )*$",
    re.I,
)


def asked_behind(text: str) -> Optional[str]:
    """The topic of a question behind an answer: "a brown one, long, um, wait, do you need what was in it too"; a told one is none."""
    found = _BEHIND.search(text.replace("\u2019", "'"))
    if (
        found is None
        or len(found["asked"].split()) > MOST_WORDS_BEHIND
        or _OF_ANOTHER.search(text[: found.start("asked")])
    ):
        return None
    return topic_in(found["asked"])


def is_a_question(text: str) -> bool:
    """Begins as one, whatever it asks."""
    return bool(_QUESTION.match(text)) and len(text.split()) <= MOST_WORDS


def only_asks(text: str) -> bool:
    """The whole turn is a question, and tells nothing of what happened."""
    return is_a_question(text) and len(re.findall(r"[.!?]+\s+\w", text)) == 0
