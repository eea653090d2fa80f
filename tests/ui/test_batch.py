import io
import json

import pytest

from index.errors import InputError, WenjuError
from ui.batch import batch_lines, batch_outcomes
from ui.output import error_json


def guarded(outcome):
    try:
        return outcome()
    except WenjuError as error:
        return error_json(error)


def outcomes(*lines: bytes):
    return list(batch_outcomes(iter(lines), lambda asked: {"question": asked.question}, guarded))


def test_each_question_has_one_outcome_in_order_with_its_qid():
    lines = [json.dumps({"qid": n, "question": f"q{n}"}).encode() for n in range(3)]
    assert outcomes(*lines) == [{"qid": n, "question": f"q{n}"} for n in range(3)]


def test_a_bad_line_tells_its_error_and_the_rest_goes_on():
    found = outcomes(b"not json", b"[1]", b"\xff\xfe", b'{"qid": "b"}', b"[" * 100_000, b'{"qid": "c", "question": "x"}')
    assert [one["qid"] for one in found] == [None, None, None, "b", None, "c"]
    assert [one.get("error", {}).get("code") for one in found] == ["bad_input"] * 5 + [None]
    assert "line 2" in found[1]["error"]["message"]


def test_blank_lines_and_a_byte_order_mark_are_passed_over():
    assert outcomes(b"\n", b'\xef\xbb\xbf{"question": "x"}', b"  \r\n") == [{"qid": None, "question": "x"}]


def test_a_minus_reads_standard_input(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a\nb\n")))
    assert list(batch_lines(type(tmp_path)("-"))) == [b"a\n", b"b\n"]


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"gone\.jsonl"):
        list(batch_lines(tmp_path / "gone.jsonl"))
