"""What Rasa works out anew at every turn though it never changes while a model is loaded: whether the domain is empty (it
writes the whole domain out twice to see), which class an event's name stands for (it walks all classes), and its own
actions (it makes all thirteen to find one).
"""

from __future__ import annotations

from typing import Dict, List, Optional, Tuple, Type

import rasa.core.actions.action
from rasa.core.actions.action import Action
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses
from rasa.utils.endpoints import EndpointConfig

_rasas_is_empty = Domain.is_empty
_rasas_resolve = Event.resolve_by_type
_rasas_default_actions = rasa.core.actions.action.default_actions
_classes: Dict[str, Type[Event]] = {}
_actions: List[Tuple[Optional[EndpointConfig], List[Action]]] = []


def is_empty(self: Domain) -> bool:
    """Whether a domain holds nothing; a domain does not change once it is loaded."""
    if "_civicline_is_empty" not in self.__dict__:
        self.__dict__["_civicline_is_empty"] = _rasas_is_empty(self)
    return bool(self.__dict__["_civicline_is_empty"])


def resolve_by_type(type_name: str, default: Optional[Type[Event]] = None) -> Optional[Type[Event]]:
    """The class of an event's name. Raises ValueError for a name that no class has."""
    if not _classes:
        for kind in reversed(all_subclasses(Event)):  # the first one wins, as in Rasa
            _classes[kind.type_name] = kind
    return _classes.get(type_name) or _rasas_resolve(type_name, default)


def default_actions(action_endpoint: Optional[EndpointConfig] = None) -> List[Action]:
    """Rasa's own actions, which hold nothing but the endpoint; there is one endpoint in a process."""
    if not _actions or _actions[0][0] is not action_endpoint:
        _actions[:] = [(action_endpoint, _rasas_default_actions(action_endpoint))]
    return _actions[0][1]


def install() -> None:
    """From now on Rasa remembers them."""
    rasa.core.actions.action.default_actions = default_actions
    Domain.is_empty = is_empty
    Event.resolve_by_type = staticmethod(resolve_by_type)
