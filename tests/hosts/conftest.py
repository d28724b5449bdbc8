"""Two hosts, started once for all tests of this folder; `make test-hosts` runs them, `make test` does not."""

from collections.abc import Iterator

import pytest

from tests.hosts.party import Party, missing, party


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "hosts" in item.path.parts:
            item.add_marker(pytest.mark.timeout(900))


@pytest.fixture(scope="session")
def two_hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Party]:
    if missing():
        pytest.skip(f"NOT TESTED ON TWO HOSTS: {missing()} not on this machine")
    with party(tmp_path_factory.mktemp("two")) as whole:
        whole.start(("casework", "actions", "rasa"))
        yield whole
