"""Files of other people are those that the lock names, to the byte; and stylesheets ask for nothing that is not there."""

import re

import pytest

from web.shared.assets import SHARED
from web.shared.vendoring import VENDORED, read_lock, sha256

FILES = {name: about for package in read_lock() for name, about in package["files"].items()}


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_vendored_file_is_the_one_that_the_lock_names(name: str) -> None:
    assert sha256((VENDORED / name).read_bytes()) == FILES[name]["sha256"]


def test_nothing_else_lies_among_the_vendored_files() -> None:
    there = {str(path.relative_to(VENDORED)) for path in VENDORED.rglob("*") if path.is_file()}
    assert there == {*FILES, "lock.yml"}


def test_every_package_says_its_version_licence_and_integrity() -> None:
    for package in read_lock():
        assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
        assert package["licence"]
        assert package["integrity"].startswith("sha512-")


def test_our_stylesheet_asks_only_for_files_that_are_there() -> None:
    css = (SHARED / "own/css/pages.css").read_text("utf-8")
    for path in re.findall(r"url\(\.\./([^)]+)\)", css):
        assert (VENDORED / path).is_file(), path
