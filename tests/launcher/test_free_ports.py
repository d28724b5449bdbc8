"""Ports of tests and benchmarks: whoever is given one binds it later, and nobody else is given it meanwhile."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from launcher import temporary


def _some(_: int) -> list[int]:
    return [temporary.free_port() for _ in range(20)]


def test_nobody_is_given_a_port_that_somebody_else_was_given_a_moment_ago(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(temporary, "_GIVEN", tmp_path)
    with ProcessPoolExecutor(4, get_context("fork")) as others:
        given = [port for ports in others.map(_some, range(16)) for port in ports]
    assert len(given) == len(set(given)) == 320


def test_a_port_is_given_again_when_its_time_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(temporary, "_GIVEN", tmp_path)
    assert temporary._is_given_first(10_000)
    assert not temporary._is_given_first(10_000)
    monkeypatch.setattr(temporary, "_GIVEN_FOR_S", -1.0)
    assert temporary._is_given_first(10_000)
