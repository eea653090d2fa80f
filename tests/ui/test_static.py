"""What a browser loads from us, read as text."""

import gzip
import re
from pathlib import Path

import pytest

from index.errors import ConfigError
from ui.demo import demo_page

STATIC = Path(__file__).parents[2] / "ui" / "static"


def test_the_widget_is_smaller_than_thirty_kilobytes_over_the_wire():
    assert len(gzip.compress((STATIC / "widget.js").read_bytes())) <= 30_000


def test_the_widget_never_sets_html():
    script = (STATIC / "widget.js").read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", script)


def test_the_demo_page_asks_the_service_it_was_given():
    page = demo_page("http://127.0.0.1:7860/")
    assert '<wenju-chat endpoint="http://127.0.0.1:7860"' in page
    assert '<script src="http://127.0.0.1:7860/widget.js"></script>' in page
    assert "__" not in page


@pytest.mark.parametrize("endpoint", ['http://x.example"><script>', "javascript:alert(1)", ""])
def test_the_demo_page_takes_no_endpoint_that_is_no_address(endpoint):
    with pytest.raises(ConfigError):
        demo_page(endpoint)
