"""Sí and no in Spanish: a plain one, a doubtful one, and not knowing."""

from __future__ import annotations

import pytest

from spoken.es.yes_no import meaning


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("sí", "yes"), ("Si, mi hijo está herido", "yes"), ("claro que sí", "yes"), ("pues sí", "yes"), ("correcto", "yes"),
        ("no", "no"), ("no, nadie", "no"), ("claro que no", "no"), ("para nada", "no"), ("ay no señor", "no"),
        ("no sé", "unknown"), ("no lo sé", "unknown"), ("no estoy segura", "unknown"), ("ni idea", "unknown"),
        ("tal vez", "unknown"), ("no importa", "none"), ("la calle Santa Fe", "none"), ("siete", "none"), ("nota", "none"),
    ],
)  # fmt: skip
def test_it_means_what_people_mean(words: str, meant: str) -> None:
    assert meaning(words) == meant


@pytest.mark.parametrize("words", ["creo que sí", "supongo", "creo que no", "no lo creo", "está bien"])
def test_a_doubtful_answer_is_not_known_where_help_hangs_on_it(words: str) -> None:
    assert meaning(words, danger=True) == "unknown"
    assert meaning(words) in ("yes", "no")
