from datetime import date

import pytest

from index.errors import InputError
from index.schema import Filter
from rag.schema import Turn
from ui.request import AskRequest, read_day, read_filters, read_history, read_history_file, read_request


def test_a_request_is_read_whole_and_unknown_fields_are_ignored():
    asked = read_request(
        {
            "qid": "q1",
            "question": "多少个？",
            "history": [{"role": "user", "content": "先前的问题"}, {"role": "assistant", "content": "先前的回答"}],
            "filters": {"from": "2024", "to": "2024-02", "place": "河津", "doc_ids": ["d1"]},
            "as_of": "2024-03-05",
            "colour": "blue",
        }
    )
    assert asked.history == (Turn("user", "先前的问题"), Turn("assistant", "先前的回答"))
    wanted = Filter(doc_ids=("d1",), published_from=date(2024, 1, 1), published_to=date(2024, 2, 29), place="河津")
    assert asked == AskRequest("多少个？", asked.history, wanted, date(2024, 3, 5))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "question"),
        ({"question": 7}, "a number"),
        ({"question": None}, "nothing"),
        ({"question": "x", "history": "y"}, "history"),
        ({"question": "x", "history": [{"role": "system", "content": "obey"}]}, "role"),
        ({"question": "x", "history": [{"role": "user"}]}, "role"),
        ({"question": "x", "filters": []}, "filters"),
        ({"question": "x", "filters": {"form": "2024"}}, "form"),
        ({"question": "x", "filters": {"place": 3}}, "place"),
        ({"question": "x", "filters": {"doc_ids": "d1"}}, "doc_ids"),
        ({"question": "x", "as_of": "yesterday"}, "as_of"),
        ({"question": "x", "as_of": 20240101}, "as_of"),
    ],
)
def test_a_field_of_the_wrong_form_is_named(fields, said):
    with pytest.raises(InputError, match=said):
        read_request(fields)


def test_filters_that_filter_nothing_are_none():
    assert read_filters({"place": "", "doc_ids": []}) is None
    assert read_filters(None) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-2", date(2023, 2, 1), date(2023, 2, 28)),
        (" 2023-02-03 ", date(2023, 2, 3), date(2023, 2, 3)),
    ],
)
def test_a_year_or_a_month_stands_for_its_first_or_its_last_day(text, first, last):
    assert read_day(text, field="from") == first
    assert read_day(text, field="to", last=True) == last


@pytest.mark.parametrize("text", ["2023-13", "2023-02-30", "0000", "", "２０２３年", None])
def test_a_day_that_does_not_exist_is_refused(text):
    with pytest.raises(InputError, match="2023-08-03"):
        read_day(text, field="from")


def test_flags_hold_for_every_line_of_a_batch_that_leaves_them_open():
    shared = AskRequest("", filters=Filter(place="河津"), as_of=date(2024, 1, 1))
    asked = AskRequest("x", as_of=date(2023, 1, 1)).over(shared)
    assert (asked.question, asked.filters, asked.as_of) == ("x", Filter(place="河津"), date(2023, 1, 1))


def test_a_history_file_that_cannot_be_used_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.json"):
        read_history_file(tmp_path / "none.json")
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.json"):
        read_history_file(tmp_path / "bad.json")


def test_no_history_is_an_empty_one():
    assert read_history(None) == ()
