"""Answers written for the tests: other papers, places and figures than any real page."""

import sys
from collections.abc import Callable

import pytest

from rag.schema import Answer, AnswerFigure, AnswerSentence, Citation, Passage, Status, Verdict
from tests.newsroom import model_cache
from ui.cli import main

BODY = "河湾镇去年修好了62座便桥。<script>alert(1)</script>其中9座在夜里也亮灯。桥都由村里看护。"


def cite(quote: str, number: int = 1, body: str = BODY) -> Citation:
    start = body.index(quote)
    return Citation(number, start, start + len(quote), quote, Verdict.SUPPORTED)


def passage(number: int = 1, body: str = BODY, title: str = "便桥修到田头") -> Passage:
    return Passage(number, f"a{number}", None, title, "桥.txt", "河湾报", "2022-04-05", body, 0, len(body), 0.5)


@pytest.fixture
def answered() -> Answer:
    first, second = cite("河湾镇去年修好了62座便桥。"), cite("其中9座在夜里也亮灯。")
    sentences = (AnswerSentence("Hewan repaired 62 footbridges.", (first,)), AnswerSentence("Nine are lit at night.", (second, first)))
    figure = AnswerFigure(62, "座", "便桥", "河湾镇", None, False, 1, first.quote)
    text = "Hewan repaired 62 footbridges. [1] Nine are lit at night. [1]"
    return Answer("how many footbridges", "en", Status.ANSWERED, "62", text, sentences, (figure,), (passage(), passage(2)))


@pytest.fixture
def not_found() -> Answer:
    text = "这些文章里没有说到渡船，最近的文章讲的是便桥。"
    return Answer("渡船有几条？", "zh-Hans", Status.NOT_FOUND, "", text, passages=(passage(),))


@pytest.fixture
def command_line(monkeypatch, capsys, tmp_path) -> Callable[..., tuple[int, str, str]]:
    """Run one command in a folder of its own; its exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WENJU_CACHE", str(model_cache()))
    monkeypatch.delenv("WENJU_INDEX", raising=False)

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["wenju", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return ended.value.code or 0, out, err

    return run
