"""Fixtures that every test folder shares."""

from pathlib import Path

import pytest

from tests.tiny_models import TinyModels

ROOT = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Golden files are rewritten only on request; the diff is read by a person."""
    parser.addoption("--update-golden", action="store_true", default=False, help="rewrite the expected files under tests/golden")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """True when golden files are to be rewritten instead of compared."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of real pages and question sets that may lie beside the checkout; tests that need it skip without it."""
    shared = (ROOT / ".." / "shared").resolve()
    if not (shared / "seeds").is_dir():
        pytest.skip(f"NO REAL PAGES: {shared / 'seeds'} is not a folder, so nothing was checked against real pages")
    return shared


@pytest.fixture(scope="session")
def tiny_models(tmp_path_factory: pytest.TempPathFactory) -> TinyModels:
    """Small models in the shapes of e5, bge and gte."""
    return TinyModels(tmp_path_factory.mktemp("tiny-models"))
