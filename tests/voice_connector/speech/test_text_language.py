"""Written messages: foreign sentences are named, English with foreign names in it never is."""

from dataclasses import replace

import pytest

from spoken import language_of_words
from spoken.languages import languages as words
from voice_connector.speech import settings
from voice_connector.speech.lid import text
from voice_connector.speech.lid.text import LinguaTextLanguage
from voice_connector.speech.settings import SpeechSettings


@pytest.fixture(scope="module")
def languages() -> LinguaTextLanguage:
    return LinguaTextLanguage(SpeechSettings().text_languages)


FOREIGN = [
    ("necesito hablar con alguien", "es"),
    ("mi carro fue remolcado anoche", "es"),
    ("quiero reportar un robo", "es"),
    ("hola buenos dias", "es"),
    ("no hablo inglés", "es"),
    ("hay mucho ruido en la calle", "es"),
    ("alguien robó mi bicicleta ayer", "es"),
    ("¿Puede ayudarme, por favor?", "es"),
    ("perdi mi licencia y necesito ayuda", "es"),
    ("mi vecino tiene un perro que ladra toda la noche", "es"),
    ("se robaron la camioneta de mi esposo", "es"),
    ("je voudrais parler à quelqu'un", "fr"),
    ("ma voiture a été volée hier", "fr"),
    ("bonjour, j'ai besoin d'aide", "fr"),
    ("tôi cần giúp đỡ", "vi"),
    ("xe của tôi bị mất trộm", "vi"),
    ("toi can giup do, xe cua toi bi keo", "vi"),
    ("xin chào tôi muốn báo cáo", "vi"),
    ("waxaan u baahanahay caawimaad", "so"),
    ("waxaan rabaa in aan qof la hadlo", "so"),
    ("gaarigeyga waa la xaday", "so"),
    ("我的车被拖走了", "zh"),
    ("我需要帮助", "zh"),
    ("我想報案", "zh"),
    ("أحتاج إلى مساعدة", "ar"),
    ("سيارتي سرقت", "ar"),
    ("እርዳታ እፈልጋለሁ", "am"),
    ("መኪናዬ ተሰረቀ", "am"),
    ("мне нужна помощь", "ru"),
    ("у меня украли машину", "ru"),
    ("मलाई मद्दत चाहिन्छ", "ne"),
    ("मेरो गाडी हरायो", "ne"),
    ("도움이 필요해요", "ko"),
    ("제 차가 견인됐어요", "ko"),
]

NOT_FOREIGN = [
    "si",
    "ok",
    "no",
    "yes",
    "oui",
    "hola",
    "gracias",
    "taco",
    "911",
    "",
    "???",
    "Juan Martinez",
    "Juan Martinez on Federal",
    "my name is Juan Martinez",
    "María José Hernández García",
    "Nguyen Van Tran called",
    "I live on Rio Grande Boulevard",
    "abandoned car on Santa Fe Drive",
    "pothole on Santa Fe and Alameda",
    "noise complaint",
    "report graffiti",
    "towed car",
    "can I speak to detective De La Cruz",
    "the party is at 1437 Galapago Street",
    "Tejon and Umatilla",
    "gang tags near La Alma Lincoln Park",
    "someone stole my Chevy El Camino",
    "Casa Bonita on Colfax",
    "Amina Abdullahi Mohamed is my sister",
    "its at Cesar E Chavez park",
    "do you speak spanish",
    "i dont speak english good but i try",
    "my neighbour says he is from la policia",
    "Officer Pham told me to write",
    "van der Berg residence",
    "Le Quoc Bao lives next door",
    "impound lot hours",
    "parking ticket",
    "Dos Equis bottles all over the alley",
    "jose@ejemplo.com.mx",
    "https://denvergov.org/es/policia",
    "her name is Thuy Tran and she lost her purse",
    "stolen catalytic converter",
    "Señor Pepe's restaurant is too loud",
    "el paso county warrant",
]


@pytest.mark.parametrize(("text", "language"), FOREIGN)
def test_a_foreign_sentence_is_named(languages: LinguaTextLanguage, text: str, language: str) -> None:
    found = languages.identify(text)
    assert found is not None
    assert found[0] == language
    assert 0.6 <= found[1] <= 1


@pytest.mark.parametrize("text", NOT_FOREIGN)
def test_english_names_streets_and_short_words_are_never_foreign(languages: LinguaTextLanguage, text: str) -> None:
    found = languages.identify(text)
    assert found is None or found[0] == "en"


@pytest.mark.parametrize(
    "text",
    [
        "my car was towed last night and I don't know where",
        "is this the police or is this a robot",
        "the dog next door barks all day",
    ],
)
def test_an_english_sentence_is_english(languages: LinguaTextLanguage, text: str) -> None:
    found = languages.identify(text)
    assert found is not None
    assert found[0] == "en"
    assert found[1] > 0.5


def test_a_language_outside_the_settings_list_is_not_named() -> None:
    found = LinguaTextLanguage(["en", "vi"]).identify("quiero reportar un robo")
    assert found is None or found[0] == "en"


def test_a_neighbour_in_the_same_script_is_named_as_itself(languages: LinguaTextLanguage) -> None:
    assert languages.identify("ماشین من دزدیده شده و پلیس می‌خواهم") == ("fa", 0.8)
    assert languages.identify("у мене вкрали машину, її немає") == ("uk", 0.8)


def test_a_language_that_gets_everyday_words_is_known_without_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    with_portuguese = replace(words(), everyday={**words().everyday, "pt": frozenset({"preciso", "ajuda", "obrigado"})})
    monkeypatch.setattr(text, "languages", lambda: with_portuguese)
    monkeypatch.setattr(language_of_words, "languages", lambda: with_portuguese)
    monkeypatch.setattr(settings, "languages", lambda: with_portuguese)
    told = LinguaTextLanguage(SpeechSettings().text_languages).identify("preciso de ajuda com o meu carro")
    assert told is not None
    assert told[0] == "pt"
