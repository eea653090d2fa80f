import gzip
import json
import os
from pathlib import Path

import pytest

from index.errors import InputError
from index.findings import Rejected, RejectReason, WarningKind
from index.readers import known_suffixes, read_sources
from index.schema import Page


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read(*paths):
    return list(read_sources(paths))


def records(*fields):
    return "\n".join(json.dumps(f, ensure_ascii=False) for f in fields)


def test_folder_is_walked_sorted_and_hidden_files_are_passed_over(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/b.md", ".hidden.txt", ".git/x.txt", "README.md", "LICENSES.md", "questions.jsonl"):
        write(tmp_path / name, "正文。")
    assert [page.source for page in read(tmp_path)] == ["b.txt", "a/b.md", "a/z.txt"]


def test_unknown_suffix_is_rejected_with_the_known_ones(tmp_path):
    (result,) = read(write(tmp_path / "page.qq", "x"))
    assert isinstance(result, Rejected)
    assert result.reason is RejectReason.UNSUPPORTED
    assert ".jsonl.gz" in result.detail


def test_missing_path_is_an_error_before_anything_is_read(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.txt"):
        read(write(tmp_path / "a.txt", "正文。"), tmp_path / "nowhere.txt")


def test_records_are_finished_pages_with_their_ids(tmp_path):
    path = write(tmp_path / "c.jsonl", records({"doc_id": "7", "title": "题", "text": "正文。", "date": "2031-05-06", "colour": "red"}))
    (page,) = read(path)
    assert isinstance(page, Page)
    assert (page.source, page.finished, page.text) == ("c.jsonl#7", True, "正文。")
    assert page.record == {"doc_id": "7", "title": "题", "date": "2031-05-06"}


def test_broken_line_is_named_and_the_rest_goes_on(tmp_path):
    good = records({"doc_id": "1", "title": "", "text": "一。"})
    path = write(tmp_path / "c.jsonl", f'{good}\n{{"doc_id": \n\n[1]\n{records({"doc_id": "2"})}\n{good.replace("1", "3")}')
    first, second = read(path)
    assert (first.source, second.source, first.warnings) == ("c.jsonl#1", "c.jsonl#3", ())
    assert [warned.detail.partition(" is")[0].partition(" has")[0] for warned in second.warnings] == ["line 2", "line 4", "line 5"]
    assert all(warned.kind is WarningKind.PART for warned in second.warnings)


def test_questions_are_never_read_as_articles(tmp_path):
    (result,) = read(write(tmp_path / "set.jsonl", records({"qid": "1", "question": "多少?"}, {"qid": "2", "question": "谁?"})))
    assert isinstance(result, Rejected)
    assert result.reason is RejectReason.UNSUPPORTED
    assert "question" in result.detail


def test_packed_collection_is_read_and_damage_is_named(tmp_path):
    data = gzip.compress(records({"doc_id": "1", "title": "", "text": "一。"}).encode())
    (tmp_path / "a.jsonl.gz").write_bytes(data)
    (tmp_path / "b.jsonl.gz").write_bytes(data[:-12])
    (tmp_path / "c.jsonl.gz").write_bytes(b"plain")
    page, cut, plain = read(tmp_path)
    assert isinstance(page, Page)
    assert page.source == "a.jsonl.gz#1"
    assert isinstance(cut, Rejected)
    assert cut.reason is RejectReason.DAMAGED
    assert isinstance(plain, Rejected)
    assert plain.reason is RejectReason.NOT_TEXT


def test_front_matter_is_plain_text_and_offsets_still_point_into_the_file(tmp_path):
    text = '---\ntitle: "题"\ndate: 2031-05-06\nevil: !!python/object/apply:os.system ["x"]\n---\n正文。'
    (page,) = read(write(tmp_path / "a.md", text))
    assert isinstance(page, Page)
    assert page.record["title"] == "题"
    assert page.record["evil"].startswith("!!python")
    assert page.text.index("正文。") == text.index("正文。")


def test_lone_surrogates_are_replaced(tmp_path):
    (page,) = read(write(tmp_path / "c.jsonl", '{"doc_id": "1", "title": "", "text": "一\\ud800二"}'))
    assert isinstance(page, Page)
    assert page.text == "一\ufffd二"


def test_links_that_lead_in_a_circle_stop_nothing(tmp_path):
    (tmp_path / "a.txt").write_text("一条新闻。", encoding="utf-8")
    (tmp_path / "b.txt").symlink_to("b.txt")
    (tmp_path / "c").symlink_to(".", target_is_directory=True)
    read = list(read_sources([tmp_path]))
    assert [each.source for each in read] == ["c", "a.txt", "b.txt"]
    assert all(isinstance(each, Rejected) and each.reason.is_skip for each in (read[0], read[2]))


def test_folder_that_is_a_link_out_of_the_folder_is_named(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "linked").symlink_to(tmp_path / "out", target_is_directory=True)
    (found,) = read_sources([tmp_path / "in"])
    assert isinstance(found, Rejected)
    assert "name it directly" in found.detail


def test_link_out_of_the_folder_is_not_followed(tmp_path):
    secret = write(tmp_path / "out" / "secret.txt", "秘密。")
    folder = tmp_path / "in"
    write(folder / "a.txt", "正文。")
    (folder / "b.txt").symlink_to(secret)
    results = read(folder)
    assert [r.source for r in results] == ["a.txt", "b.txt"]
    assert isinstance(results[1], Rejected)


def test_pipe_never_blocks(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (result,) = read(tmp_path)
    assert isinstance(result, Rejected)
    assert "regular" in result.detail


@pytest.mark.skipif(os.geteuid() == 0, reason="the super-user may read everything")
def test_unreadable_file_is_rejected_and_the_rest_is_read(tmp_path):
    write(tmp_path / "a.txt", "正文。").chmod(0)
    write(tmp_path / "b.txt", "正文。")
    first, second = read(tmp_path)
    assert isinstance(first, Rejected)
    assert first.reason is RejectReason.UNREADABLE
    assert isinstance(second, Page)


def test_same_file_named_twice_is_read_once(tmp_path):
    path = write(tmp_path / "a.txt", "正文。")
    assert len(read(path, tmp_path)) == 1


def test_binary_named_txt_is_rejected_and_the_rest_is_read(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\x7fELF\x02\x01\x01")
    write(tmp_path / "b.txt", "正文。")
    first, second = read(tmp_path)
    assert isinstance(first, Rejected)
    assert first.reason is RejectReason.NOT_TEXT
    assert isinstance(second, Page)


def test_the_readme_names_every_suffix_that_is_read():
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert [suffix for suffix in known_suffixes() if f"`{suffix}`" not in readme] == []
