"""The bot's own fixed lines (domain.yml), so that they can be spoken before anybody calls."""

from pathlib import Path
from typing import Any

import yaml

from voice_connector.log import logger
from voice_connector.speech.tts.sentences import split_sentences


def fixed_lines(domain: Path) -> tuple[str, ...]:
    """Every sentence of the bot's responses that has no gap to fill; none when the file is elsewhere: calls work without."""
    try:
        responses = yaml.safe_load(domain.read_text("utf-8"))["responses"]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        logger.warning(
            "the bot's lines will be spoken when they are needed", file=str(domain), error=type(error).__name__
        )
        return ()
    return tuple(dict.fromkeys(sentence for text in _texts(responses) for sentence in _whole(text)))


def _texts(responses: dict[str, Any]) -> list[str]:
    """What is said in full; how a need is named is part of another sentence."""
    spoken = [lines for name, lines in responses.items() if not name.startswith("utter_name_")]
    return [line["text"] for lines in spoken for line in lines if isinstance(line.get("text"), str)]


def _whole(text: str) -> list[str]:
    return [sentence for sentence in split_sentences(text) if "{" not in sentence]
