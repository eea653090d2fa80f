"""The benches of text count what they say they count; nothing here looks at a clock."""

import re
import sys

import pytest

from eval.bench import cut, encodings, growth
from eval.bench.shapes import SHAPES

TEXT = "昨天上午，松河镇新图书馆开门迎客。馆长说，这里藏书六万册，每天开放十二小时，欢迎各位读者前来借阅。" * 8


def test_each_encoding_and_length_is_tried_as_often_as_asked():
    cells = encodings.measure({"zh-Hans": [TEXT]}, snippets=3)
    assert {cell.length for cell in cells} == set(encodings.LENGTHS)
    assert {cell.encoding for cell in cells} == {"utf-8", "gb18030", "utf-16-le", "utf-16-be"}
    assert all(cell.snippets == 3 and cell.silent == 0 for cell in cells)
    assert all(cell.right == 1 for cell in cells if cell.length >= 20)


def test_a_text_that_an_encoding_lacks_is_not_counted():
    (cell,) = [cell for cell in encodings.measure({"ko": ["松河镇" * 100]}, snippets=2) if cell.length == 8]
    assert cell.snippets == 0


def test_every_shape_has_the_length_asked_for():
    assert len(SHAPES) >= 30
    assert [name for name, make in SHAPES.items() if len(make(1000)) != 1000] == []


def test_the_ratio_is_that_of_the_worse_doubling_and_what_is_fast_is_not_judged():
    assert growth.Growth("x", "y", (0.1, 0.2, 0.8)).ratio == pytest.approx(4)
    assert growth.Growth("x", "y", (0.1, 0.5, 0.8)).ratio == pytest.approx(5)
    assert growth.Growth("x", "y", (0.0001, 0.001, 0.004)).ratio == 1


def test_no_pattern_of_text_escapes_the_measurement():
    found = set(growth.pattern_calls())
    assert {"index.residue._READING", "index.unseen._INVISIBLE", "index.metadata._AFTER_DAY"} <= found
    held = {id(pattern) for pattern in growth.patterns().values()}
    named = {(each.pattern, each.flags) for each in growth.patterns().values()}
    for module in [sys.modules[name] for name in ("index.metadata", "index.furniture", "index.residue", "index.text")]:
        for value in vars(module).values():
            if isinstance(value, re.Pattern):
                assert id(value) in held or (value.pattern, value.flags) in named


def test_all_steps_of_cleaning_and_all_stages_are_measured():
    names = set(growth.calls())
    assert {"index.residue.tags", "index.mojibake.read_twice", "index.text.fold", "index.tokens.search_tokens", "cut_page"} <= names


def test_the_cost_of_each_stage_is_told(tmp_path):
    page = "凉亭修好了\n\n本报讯（记者 何晓燕）柳林县今年一共新修了173座凉亭，比去年多出三成。\n".encode()
    rates = cut.measure([page, page], rounds=1)
    assert list(rates.stages) == ["decode", "clean", "pieces", "columns", "assemble", "bodies", "chunk", "describe", "figures"]
    assert rates.size == 2 * len(page)
    assert "MB of UTF-8 a CPU second" in cut.table(rates).splitlines()[-2]


def test_a_bench_without_pages_says_what_to_name(capsys):
    with pytest.raises(SystemExit):
        cut.main([])
    assert "name files or folders of pages" in capsys.readouterr().err
