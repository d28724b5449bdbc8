"""Two costs of a long-running Rasa that have nothing to do with what it says.

The garbage collector walks everything that TensorFlow and a model brought, a million objects and up to half a second in
which nobody is answered, now and then for ever: once a model is loaded, these are set aside. And Rasa copies events and
slots deeply for debug lines that are not written; a line that is written is formatted at once, so no copy is needed.
"""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any, Optional, Union

import rasa.core.actions.forms
import rasa.core.policies.rule_policy
import rasa.core.processor
from rasa.core.agent import Agent

_rasas_load_model = Agent.load_model
THRESHOLDS = (20_000, 20, 20)  # a turn makes thousands of objects that die with it; Python looks at every 700
COPIES_FOR_DEBUG_LINES = (rasa.core.processor, rasa.core.actions.forms, rasa.core.policies.rule_policy)


def load_model(self: Agent, model_path: Union[str, Path], fingerprint: Optional[str] = None) -> None:
    """Rasa's; what is alive afterwards stays until the process ends, and is not looked at again."""
    _rasas_load_model(self, model_path, fingerprint)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


class NotCopied:
    """Stands in for the module `copy` where Rasa uses it for debug lines only."""

    @staticmethod
    def deepcopy(value: Any) -> Any:
        return value


def install() -> None:
    """From now on a loaded model is set aside, and debug lines copy nothing."""
    Agent.load_model = load_model
    for module in COPIES_FOR_DEBUG_LINES:
        module.__dict__["copy"] = NotCopied
