"""Danger in the words of a caller of another language: beside the channel's message, in the text itself, and in the ticket."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, Optional

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered

from actions.danger_check import ActionCheckDanger, ActionDangerAnswer
from actions.emergency import ActionEmergency
from agencies.danger.files import load_phrases
from agencies.danger.live import load_danger
from agencies.danger.phrases import EmergencyPhrases
from agencies.errors import BrokenAgencyFile
from casework_client.client import CaseworkClient
from dialogue_policies.interrupt_policy import InterruptPolicy
from tests.bot.actions.desk import Casework, Conversation
from tests.bot.dialogue_policies.talks import CALM, ROOT, in_a_form, predicted, talk, uttered
from tracker_store.masking import masked

DANGER = {
    "es": [
        "si, mi hijo esta herido",
        "Mi esposo no respira",
        "¡Auxilio!",
        "mi bebe no reacciona",
        "tiene una pistola",
        "Huele mucho a gas",
    ],
    "vi": ["Chồng tôi không thở được", "chong toi bat tinh", "nhà tôi đang cháy", "nó có súng"],
    "ru": ["Мой муж не дышит", "у него нож", "Горит дом!", "он без сознания"],
    "fr": ["mon mari ne respire plus", "Au secours !", "il a un couteau", "la maison est en feu"],
    "ar": ["زوجي لا يتنفس", "معه مسدس", "البيت يحترق", "أحتاج إسعاف"],
    "zh": ["我丈夫没有呼吸了", "救命", "他拿着刀", "我家着火了"],
    "am": ["ባለቤቴ አይተነፍስም", "ቤቴ እየተቃጠለ ነው"],
    "so": ["ninkaygu ma neefsanayo", "guriga ayaa gubanaya"],
}
CALM_WORDS = [
    "necesito ayuda con mi coche por favor", "se llevaron mi carro con la grúa", "el vecino hace mucho ruido",
    "tôi muốn hỏi về xe bị kéo", "vợ ơi chạy mau quá", "у соседей громкая музыка", "mon voisin fait du bruit",
    "جاري يصدر ضجيجا كل ليلة", "邻居很吵", "我的车被拖走了", "waxaan rabaa inaan la hadlo qof", "ጎረቤቴ ድምፅ ያሰማል",
]  # fmt: skip


@pytest.fixture(scope="module")
def lists() -> EmergencyPhrases:
    return load_danger(ROOT / "agencies/denver").phrases


def foreign(**heard: str) -> UserUttered:
    said = uttered("other_language", text='/other_language{"language": "es"}')
    said.metadata = {"language": "es", "heard": heard}
    return said


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in DANGER.items() for text in texts])
def test_words_of_life_danger_are_known_in_every_language_that_the_agency_names(
    lists: EmergencyPhrases, code: str, text: str
) -> None:
    assert lists.in_other_language(text), (code, text)


@pytest.mark.parametrize("text", CALM_WORDS)
def test_everyday_needs_in_these_languages_are_no_alarm(lists: EmergencyPhrases, text: str) -> None:
    assert lists.danger_in(text) is None


def test_no_english_sentence_that_we_know_holds_a_phrase_of_another_language(lists: EmergencyPhrases) -> None:
    files = [*(ROOT / "data/nlu").glob("*.yml"), *(ROOT / "benchmarks").glob("heldout*/**/*.t*")]
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    assert len(lines) > 10_000
    assert [line for line in lines if lists.in_other_language(line)] == []


@pytest.mark.parametrize(
    "heard", [{"text": "mi esposo no respira"}, {"text": "mi marido", "english": "my husband is not breathing"}]
)
def test_danger_beside_the_language_is_an_emergency(
    policy: InterruptPolicy, domain: Domain, heard: Dict[str, str]
) -> None:
    assert predicted(policy, talk(domain, foreign(**heard)), domain) == "action_emergency"
    assert predicted(policy, talk(domain, *in_a_form(foreign(**heard))), domain) == "action_emergency"


@pytest.mark.parametrize(
    "heard", [{}, {"text": "mi coche"}, {"text": "una pelicula", "english": "in the movie he is not breathing"}]
)
def test_another_language_without_danger_goes_to_a_person(
    policy: InterruptPolicy, domain: Domain, heard: Dict[str, str]
) -> None:
    assert predicted(policy, talk(domain, foreign(**heard)), domain) == "action_hand_over"


@pytest.mark.parametrize("metadata", [None, {}, {"heard": "no respira"}, {"heard": None}])
def test_a_message_without_heard_words_is_judged_as_before(
    policy: InterruptPolicy, domain: Domain, metadata: Optional[Dict[str, str]]
) -> None:
    said = uttered("theft_cold", CALM)
    said.metadata = metadata or {}
    assert predicted(policy, talk(domain, said), domain) is None


async def test_the_ticket_of_a_foreign_emergency_tells_the_language_and_both_readings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    casework = Casework()
    client: CaseworkClient = casework.client()
    monkeypatch.setattr("actions.handover.shared_client", lambda: client)
    heard = {"text": "mi esposo no respira", "english": "my husband is not breathing"}
    talked = await Conversation().turn(
        ActionEmergency(),
        '/other_language{"language": "es"}',
        "other_language",
        metadata={"language": "es", "heard": heard},
    )
    (ticket,) = casework.requests("handovers")
    assert (ticket["reason"], ticket["language"]) == ("emergency", "es")
    (line,) = ticket["transcript"]
    assert line == {"who": "caller", "text": "mi esposo no respira (heard as English: my husband is not breathing)"}
    assert talked.reply["disposition"] == "911"


def test_foreign_words_said_while_a_pin_was_asked_for_are_not_kept() -> None:
    event = {"event": "user", "text": "/other_language", "metadata": {"asking": "pin", "heard": {"text": "uno dos"}}}
    assert "heard" not in masked(event)["metadata"]
    assert masked({**event, "metadata": {"heard": {"text": "uno dos"}}})["metadata"]["heard"] == {"text": "uno dos"}


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("es: no respira", "must be a list"),
        ("spanish!: [no respira]", "ISO 639"),
        ('es: [" ?"]', "fits every sentence"),
    ],
)
def test_a_list_that_is_wrong_says_what_would_be_right(tmp_path: Path, entry: str, fault: str) -> None:
    path = tmp_path / "emergency.yml"
    path.write_text(
        f"kinds: {{fire: {{need: emg_fire, phrases: [fire]}}}}\ncontexts: [movie]\npresent_danger: [now]\n"
        f"other_languages: {{{entry}}}\n",
        "utf-8",
    )
    with pytest.raises(BrokenAgencyFile, match=fault):
        load_phrases(path)


@pytest.mark.parametrize(
    ("heard", "disposition", "reason"),
    [
        ({"text": "Sí, mi hijo"}, "911", "emergency"),
        ({"text": "да"}, "911", "emergency"),
        ({"text": "是的"}, "911", "emergency"),
        ({"text": "wer weiß", "english": "yes there is somebody"}, "911", "emergency"),
        ({"text": "no entiendo"}, "call_taker", "other_language"),
    ],
)
async def test_an_answer_in_another_language_to_the_question_about_danger(
    heard: Dict[str, str], disposition: str, reason: str
) -> None:
    casework = Casework()
    talked = await Conversation().turn(ActionCheckDanger(), "he is acting strange", "suspicious_activity")
    await talked.turn(
        ActionDangerAnswer(casework.client()),
        '/other_language{"language": "es"}',
        "other_language",
        metadata={"language": "es", "heard": heard},
    )
    assert (talked.reply["disposition"], talked.reply["reason"]) == (disposition, reason)
    assert casework.requests("handovers")[0]["language"] == "es"
