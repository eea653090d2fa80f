"""Persons and organisations: measured on passages written for it, and what must never be taken for a name."""

import json
from pathlib import Path

import pytest

from index.mentioned import names_in

GOLDEN = Path(__file__).parents[1] / "golden" / "names"


def passages(name: str) -> list[dict]:
    return [json.loads(line) for line in (GOLDEN / name).read_text("utf-8").splitlines()]


def precision_and_recall(rows: list[dict], kind: str) -> tuple[float, float]:
    at = ("persons", "organisations").index(kind)
    found = [(set(names_in(row["text"])[at]), set(row[kind])) for row in rows]
    right = sum(len(got & wanted) for got, wanted in found)
    return right / sum(len(got) for got, _ in found), right / sum(len(wanted) for _, wanted in found)


@pytest.mark.parametrize("kind", ["persons", "organisations"])
@pytest.mark.parametrize(("name", "recall_floor"), [("chinese.jsonl", 0.95), ("held_out.jsonl", 0.75)])
def test_names_are_right_and_most_are_found(name, kind, recall_floor):
    precision, recall = precision_and_recall(passages(name), kind)
    assert precision >= 0.9
    assert recall >= recall_floor


@pytest.mark.parametrize("row", [row for row in passages("chinese.jsonl") if not row["persons"]], ids=lambda row: row["text"][:12])
def test_no_person_is_found_where_none_is(row):
    assert names_in(row["text"])[0] == ()


@pytest.mark.parametrize("row", [row for row in passages("chinese.jsonl") if not row["organisations"]], ids=lambda row: row["text"][:12])
def test_no_organisation_is_found_where_none_is(row):
    assert names_in(row["text"])[1] == ()


def test_names_are_listed_once_in_order_and_in_their_own_glyphs():
    persons, bodies = names_in("臺北市政府秘書長陳淑芬表示,天氣炎熱。局長黃志明說:「臺北市政府已有準備。」陳淑芬強調,請多喝水。")
    assert persons == ("陳淑芬", "黃志明")
    assert bodies == ("臺北市政府",)


def test_of_nested_names_the_longest_is_kept_and_what_the_text_calls_it_is_no_second_one():
    text = "中国工商银行太原分行行长何小满到场。工商银行太原分行(以下简称“太原分行”)今年放贷。太原分行获奖。"
    assert names_in(text)[1] == ("中国工商银行太原分行",)


def test_reporters_are_left_to_the_byline():
    assert names_in("记者王伟民、通讯员李亚楠报道。局长陈刚表示,记者王伟民写得好。")[0] == ("陈刚",)


def test_a_text_that_is_not_chinese_names_nobody():
    assert names_in("Mayor Wang Wei said the bureau would open a library.") == ((), ())
