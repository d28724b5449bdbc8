"""What the bot says, by Rasa's own interface for it (`nlg:` in endpoints.yml): the agency's words, else domain.yml's, both live.

A changed sentence is heard within seconds and without training. In this order: the agency's words in the caller's language
(where it is read, not spoken: our voice is English), the agency's words, domain.yml as it stands, the trained model's domain.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any, Dict, Optional, Tuple

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from agencies.live import Live
from agencies.live_files import agencies_root, agency_of, default_agency
from agencies.wording.facts import FACTS, facts_of
from agencies.wording.files import ENGLISH, Responses, load_domain, load_wording, path_of

logger = logging.getLogger(__name__)
DOMAIN = Path(os.environ.get("CIVICLINE_DOMAIN") or Path(__file__).resolve().parents[1] / "domain.yml")
UNREAD = "utter_unread_"  # said in the place of a fact that cannot be read
NAMED = "utter_name_"  # a variable with the name of such a response is said in its words


class LiveWording(NaturalLanguageGenerator):
    def __init__(
        self,
        endpoint_config: Optional[EndpointConfig] = None,
        domain: Optional[Domain] = None,
        root: Optional[Path] = None,
        domain_file: Path = DOMAIN,
    ) -> None:
        self._trained = TemplatedNaturalLanguageGenerator(domain.responses if domain else {})
        self._root = root or agencies_root()
        self._files: Dict[Path, Live[Responses]] = {}
        self._defaults = Live(domain_file, load_domain)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> Optional[Dict[str, Any]]:
        """The response filled with slots, the agency's facts and `kwargs`; None for a name that nobody knows."""
        told = _metadata(tracker)
        agency = agency_of(told) or default_agency()
        languages = (str(told.get("language") or ENGLISH), ENGLISH) if told.get("channel") != "voice" else (ENGLISH,)
        known = {**tracker.current_slot_values(), **self._facts(agency, languages)}
        values = {name: self._named(value, agency, languages, output_channel) for name, value in kwargs.items()}
        words = self._words(utter_action, agency, languages)
        teller = (
            TemplatedNaturalLanguageGenerator({utter_action: [{"text": one} for one in words]})
            if words
            else self._trained
        )
        return teller.generate_from_slots(utter_action, known, output_channel, **values)

    def _words(self, name: str, agency: str, languages: Tuple[str, ...]) -> Tuple[str, ...]:
        for language in languages:
            if found := self._own(agency, language).get(name):
                return found
        try:
            return self._defaults.now().get(name, ())
        except (ValueError, OSError):
            logger.error("domain.yml cannot be read; what was trained is said")
            return ()

    def _own(self, agency: str, language: str) -> Responses:
        if not language.isalpha():
            return {}
        path = path_of(self._root / agency, language)
        live = self._files.setdefault(path, Live(path, load_wording, missing={}))
        try:
            return live.now()
        except (ValueError, OSError) as error:
            logger.error("an agency's own words cannot be read; the default ones are said: %s", error)
            return {}

    def _facts(self, agency: str, languages: Tuple[str, ...]) -> Dict[str, str]:
        """Of an agency whose file never could be read the number has no digits; never those of another city."""
        try:
            return facts_of(agency, self._root)
        except (ValueError, OSError) as error:
            logger.error("an agency's facts cannot be read: %s", error)
            unread = {fact: (self._words(f"{UNREAD}{fact}", agency, languages) or ("",))[0] for fact in FACTS}
            return {fact: words for fact, words in unread.items() if words}

    def _named(self, value: Any, agency: str, languages: Tuple[str, ...], channel: str) -> Any:
        if not isinstance(value, str) or not value.startswith(NAMED):
            return value
        words = self._words(value, agency, languages)
        return words[0] if words else value[len(NAMED) :].replace("_", " ")


def _metadata(tracker: DialogueStateTracker) -> Dict[str, Any]:
    return (tracker.latest_message.metadata if tracker.latest_message else None) or {}
