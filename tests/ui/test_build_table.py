"""What a person and a program are told after a build."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from index.build import build
from index.report import recall
from tests.fakes import HashEmbedding
from ui.build_table import not_indexed_json, not_indexed_text, report_json, report_text
from ui.output import json_text


@pytest.fixture
def made(tmp_path: Path):
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "good.txt").write_text(
        "柳林县新修173座凉亭\n\n本报讯（记者 何晓燕）柳林县今年一共新修了173座凉亭，都建在村口。\n", encoding="utf-8"
    )
    (pages / "noise\n\x1b[31m.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (pages / "blank.txt").write_text("\n")
    report = build([pages], index_dir=tmp_path / "index-made", embedder=HashEmbedding())
    return report, tmp_path / "index-made", pages


def test_the_table_counts_files_articles_and_reasons_in_both_languages(made):
    report, index_dir, _ = made
    told = report_text(report, index_dir)
    rows = {line.split()[0]: line for line in told.splitlines() if line.strip()}
    assert rows["files"].split()[2] == "3"
    assert all(words in rows["files"] for words in ("kept 收入 1", "skipped 略过 1", "rejected 未收入 1"))
    assert "not text 不是文本 1" in rows["rejected"]
    assert "empty 空白 1" in rows["skipped"]
    assert "1 articles" in told
    assert "1 篇文章" in told


def test_json_keeps_rejected_and_skipped_apart_and_adds_up(made):
    report, _, _ = made
    told = json.loads(json_text(report_json(report)))
    assert [each["reason"] for each in told["rejected"]] == ["not_text"]
    assert [each["reason"] for each in told["skipped"]] == ["empty"]
    assert told["rejected_by_reason"] == {"not_text": 1}
    files = told["files"]
    assert files["seen"] == files["kept"] + files["unchanged"] + files["skipped"] + files["rejected"] == 3


def test_what_was_left_out_is_listed_on_one_line_each_with_nothing_a_terminal_obeys(made):
    _, index_dir, pages = made
    told = not_indexed_text(recall(index_dir))
    assert "\x1b" not in told
    assert r"noise\n\x1b[31m.txt" in told
    assert len(told.splitlines()) == 4, "two headings, one line each"
    listed = not_indexed_json(recall(index_dir))
    assert listed["rejected"][0]["root"] == str(pages)


def test_an_index_that_left_nothing_out_says_so():
    assert "没有" in not_indexed_text({})


def test_the_command_lists_what_was_left_out(made):
    from ui.cli import app

    _, index_dir, _ = made
    ran = CliRunner().invoke(app, ["list", "--rejected", "--json", "--index", str(index_dir)])
    assert ran.exit_code == 0
    assert [each["reason"] for each in json.loads(ran.stdout)["rejected"]] == ["not_text"]
