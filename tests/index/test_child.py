"""What a parser's process may do, and what becomes of a file whose parser does more."""

import socket
import sys

import pytest

from index.findings import RejectReason
from index.readers.child import Limits, Parsed, run_child

HOSTILE = "tests.index.hostile_parsers"
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the filter of system calls is there on Linux only")


def parse(name: str, data: bytes = b"", *, limits: Limits | None = None, **arguments: object) -> Parsed:
    return run_child(f"{HOSTILE}:{name}", data, source="page.bin", arguments=arguments, limits=limits)


def test_rows_come_back_in_order_and_what_libraries_print_is_no_row():
    assert parse("size", b"x" * 200_000, depth=3) == Parsed(({"size": 200_000, "arguments": {"depth": 3}},))


def test_text_that_no_file_can_hold_comes_back_whole_and_no_secret_goes_in(monkeypatch):
    monkeypatch.setenv("WENJU_LLM_KEY", "s3cret")
    (row,) = parse("reveal").rows
    assert row["surrogate"] == "\ud800"
    assert row["line"] == "a\u2028b\nc"
    assert "WENJU_LLM_KEY" not in row["environment"]


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not hold the limit of memory")
def test_a_parser_that_hoards_memory_is_stopped_at_the_limit():
    stopped = parse("hog").stopped
    assert stopped is not None
    assert (stopped.source, stopped.reason) == ("page.bin", RejectReason.TOO_LARGE)
    assert "512 MB" in stopped.detail


def test_a_parser_that_never_ends_is_killed_at_the_limit_and_its_rows_stay():
    found = parse("loop", limits=Limits(seconds=1))
    assert [*found.rows[0]] == ["first"]
    assert found.stopped is not None
    assert found.stopped.reason is RejectReason.TOO_LARGE
    assert "1 s" in found.stopped.detail


@pytest.mark.parametrize("name", ["flood", "one_long_row"])
def test_a_parser_that_never_stops_talking_is_cut_off(name):
    stopped = parse(name, limits=Limits(output_mb=1)).stopped
    assert stopped is not None
    assert stopped.reason is RejectReason.TOO_LARGE
    assert "1 MB" in stopped.detail


def test_a_parser_cannot_write(tmp_path):
    stopped = parse("write", path=str(tmp_path / "made")).stopped
    assert stopped is not None
    assert stopped.reason is RejectReason.UNSAFE
    assert not (tmp_path / "made").exists()


def test_a_parser_cannot_talk():
    with socket.create_server(("127.0.0.1", 0)) as server:
        stopped = parse("talk", port=server.getsockname()[1]).stopped
    assert stopped is not None
    assert stopped.reason is RejectReason.UNSAFE
    assert "socket" in stopped.detail


def test_a_parser_cannot_start_a_program():
    stopped = parse("start").stopped
    assert stopped is not None
    assert stopped.reason is RejectReason.UNSAFE


@linux
def test_native_code_cannot_write_talk_or_start_a_program_either(tmp_path):
    assert parse("write_unseen", path=str(tmp_path / "made")).rows == ({"refused": [True, True, True]},)
    assert not (tmp_path / "made").exists()
    assert parse("talk_unseen", port=9).rows == ({"refused": True},)
    assert parse("start_unseen").rows == ({"refused": True},)


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
@pytest.mark.parametrize(("name", "how"), [("crash", "SIGABRT"), ("segfault", "SIGSEGV")])
def test_a_crash_is_a_damaged_file(name, how):
    stopped = parse(name).stopped
    assert stopped is not None
    assert stopped.reason is RejectReason.DAMAGED
    assert how in stopped.detail


def test_an_error_of_the_parser_is_a_damaged_file_and_its_rows_stay():
    found = parse("stumble")
    assert found.rows == ({"first": 1},)
    assert found.stopped is not None
    assert found.stopped.reason is RejectReason.DAMAGED
    assert "no such table" in found.stopped.detail


def test_what_the_parser_says_of_the_file_is_the_reason():
    stopped = parse("refuse").stopped
    assert stopped is not None
    assert (stopped.reason, stopped.detail) == (RejectReason.ENCRYPTED, "it opens with a password only; save it without one")


def test_a_child_that_goes_without_a_word_is_no_empty_file():
    assert parse("vanish").stopped is not None


def test_a_library_that_is_not_there_is_named():
    stopped = run_child("index.parsers.nowhere:parse", b"", source="page.bin").stopped
    assert stopped is not None
    assert stopped.reason is RejectReason.UNSUPPORTED
    assert "nowhere" in stopped.detail


@linux
def test_native_code_may_have_threads_but_no_second_process():
    assert parse("multiply").rows == ({"threads": 1, "forked": False},)
