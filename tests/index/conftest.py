"""A folder of three short articles, and where its index goes."""

from pathlib import Path

import pytest

from tests.newsroom import BRIEFS, write_brief


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles, a file each."""
    made = tmp_path / "news"
    made.mkdir()
    for name in BRIEFS:
        write_brief(made, name)
    return made


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    """Not there yet."""
    return tmp_path / "index"
