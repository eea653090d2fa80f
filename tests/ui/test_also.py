"""Where else a story was printed is said on the terminal and in the chat, in the reader's language, and escaped."""

from dataclasses import replace

import pytest

from rag.schema import AlsoIn, Answer, Difference
from ui.also import SHOWN, also_lines
from ui.output import answer_text
from ui.render import sources_html

PLAIN = AlsoIn("a9", None, "便桥", "山乡报", "2022-04-06", "b.txt", "copy")
CORRECTED = AlsoIn("a8", None, "便桥", "海岸日报", "2022-04-04", "c.txt", "superseded", (Difference("便桥", "62座", "26座"),))


@pytest.fixture
def printed(answered: Answer) -> Answer:
    first, *others = answered.passages
    return replace(answered, passages=(replace(first, also=(PLAIN, CORRECTED)), *others))


def test_what_says_something_else_comes_first(printed: Answer):
    assert also_lines(printed.passages[0], "en") == [
        "also in: 海岸日报 · 2022-04-04 · c.txt (superseded; there 26座, here 62座)",
        "also in: 山乡报 · 2022-04-06 · b.txt",
    ]
    assert also_lines(printed.passages[0], "zh-Hans")[0] == "另见：海岸日报 · 2022-04-04 · c.txt (已被更正; 那里是26座，这里是62座)"


def test_a_thousand_prints_are_counted_not_listed(printed: Answer):
    passage = replace(printed.passages[0], also=(PLAIN,) * 1000)
    lines = also_lines(passage, "en")
    assert len(lines) == SHOWN + 1
    assert lines[-1] == f"and {1000 - SHOWN} more prints"


def test_the_terminal_and_the_chat_show_them_below_the_source(printed: Answer):
    assert "    also in: 山乡报 · 2022-04-06 · b.txt" in answer_text(printed).splitlines()
    assert "<li>also in: 山乡报 · 2022-04-06 · b.txt</li>" in sources_html(printed, 1, "en")
    assert "wj-also" not in sources_html(replace(printed, passages=(replace(printed.passages[0], also=()),)), 1, "en")


def test_names_of_prints_are_escaped_and_stay_on_one_line(printed: Answer):
    hostile = replace(PLAIN, outlet="<img src=x onerror=alert(1)>", source_file="a\n\x1b[31mb.txt")
    answer = replace(printed, passages=(replace(printed.passages[0], also=(hostile,)), printed.passages[1]))
    assert "<img" not in sources_html(answer, 1, "en")
    (line,) = [line for line in answer_text(answer).splitlines() if "also in" in line]
    assert r"a\n\x1b[31mb.txt" in line
