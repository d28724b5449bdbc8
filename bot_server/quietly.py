"""Rasa's own command line for a plain shell, without what its libraries say of themselves: they turn deprecations on again.

Started by its path (launcher/chores.py), wherever the shell is: what Rasa finds is what lies in the folder of the shell, as ever.
"""

from __future__ import annotations

import sys
import warnings
from typing import Any, Type

_shown = warnings.showwarning


def _show(message: Any, category: Type[Warning], *where: Any, **more: Any) -> None:
    """Here and not by a filter: Sanic and Rasa put filters of their own before any that stands."""
    if not issubclass(category, DeprecationWarning):
        _shown(message, category, *where, **more)


def main() -> None:
    sys.path.pop(0)  # this folder: its files are no modules for whoever asks by their bare names
    warnings.showwarning = _show
    from rasa.__main__ import main as rasas_main

    rasas_main()


if __name__ == "__main__":
    main()
