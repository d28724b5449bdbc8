"""A line so small that its models train in a second: real components, a handful of examples, Rasa's own storage."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional, Type, TypeVar

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

NEEDS: Dict[str, List[str]] = {
    "theft_cold": [
        "my bike was stolen", "somebody stole my bicycle", "someone took a package off my porch", "my wallet was stolen at the gym",
        "they stole the tools out of my shed", "a thief took my phone at the cafe", "my lawn mower got stolen",
        "somebody swiped my backpack",
    ],
    "towed_impound": [
        "my car was towed", "where is my towed car", "i think the city towed my truck", "how do i get my car out of impound",
        "which lot did they tow it to", "my van got towed from the street", "is my car at the impound",
        "they towed me and i need my car",
    ],
    "barking_dog": [
        "the dog next door won't stop barking", "my neighbor's dog barks all night", "a dog has been barking for hours",
        "constant barking from the yard behind us", "their dogs bark all day long", "that beagle howls and barks every morning",
        "i want to complain about a barking dog", "the barking never ends",
    ],
    "pothole_street": [
        "there's a pothole on my street", "a huge pothole needs to be fixed", "the street light is out", "the stop sign fell down",
        "the road is full of holes", "our street lamp is broken", "a street sign is missing", "a deep hole in the road",
    ],
    "affirm": ["yes", "yeah", "yep", "that's right", "correct", "uh huh", "sure", "of course"],
    "deny": ["no", "nope", "nah", "not really", "no thanks", "i don't think so", "negative", "no way"],
    "emg_medical": [
        "she's not breathing", "my dad collapsed and won't wake up", "he's having a heart attack", "there's blood everywhere help",
        "the baby is choking", "she fell down the stairs and isn't moving", "he took too many pills and he's limp",
        "my wife is in labor and something is wrong",
    ],
    "emg_fire": [
        "my house is on fire", "there's smoke pouring out of the window", "the kitchen is burning", "flames coming out of the roof",
        "the garage just exploded", "a car is burning on the road", "the curtains caught fire", "the building is full of smoke",
    ],
    "emg_in_progress": [
        "somebody is breaking into my house", "he has a gun", "they're beating him up right now", "a man with a knife is outside",
        "he's chasing us with a bat", "someone is trying the back door", "they're robbing the store", "shots were just fired",
    ],
}  # fmt: skip
EMERGENCIES = ["emg_medical", "emg_fire", "emg_in_progress"]
Component = TypeVar("Component", bound=Any)


def training_data(**more: List[str]) -> TrainingData:
    wanted = {**NEEDS, **more}
    return TrainingData([example(text, intent) for intent, texts in wanted.items() for text in texts])


def example(text: str, intent: str, **marked: Any) -> Message:
    """A training example; `marked` is the metadata of its intent block, as Rasa's YAML reader keeps it."""
    data: Dict[str, Any] = {TEXT: text, INTENT: intent}
    return Message(data={**data, METADATA: {INTENT: marked}} if marked else data)


class Storage:
    """Rasa's own model storage in a folder; `trained` and `loaded` as its engine calls a component."""

    def __init__(self, folder: Path, config: Optional[Dict[str, Any]] = None) -> None:
        self._storage, self._config = LocalModelStorage(folder), config or {}
        self._resource, self._context = Resource("part"), ExecutionContext(GraphSchema({}))

    def trained(self, kind: Type[Component], data: TrainingData) -> Component:
        part = kind.create({**kind.get_default_config(), **self._config}, self._storage, self._resource, self._context)
        part.train(data)
        return part

    def loaded(self, kind: Type[Component], **changes: Any) -> Component:
        config = {**kind.get_default_config(), **self._config, **changes}
        return kind.load(config, self._storage, self._resource, self._context)


def said(part: Any, text: str, **known: Any) -> Message:
    """One message through the component; `known` is set before, for example metadata."""
    message = Message(data={TEXT: text, **known})
    part.process([message])
    return message


HOSTILE = [
    "a" * 100_000,
    "😡🚔" * 400,
    "'; DROP TABLE cases; --",
    "<script>alert('x')</script>",
    "\u202e\u0007\u200b\u0000\ufffd",
    "ﷺ" * 50,
    "{{7*7}} %s %n ${x}",
    "не понимаю 我听不懂",
    ".",
    "?" * 3_000,
    "no " * 5_000,
]
