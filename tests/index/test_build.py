"""Building adds, updates and removes; what cannot be read stays out, and the rest is built."""

import json
import os
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from index.build import Progress, build, remove
from index.errors import IndexMissing, InputError
from index.findings import RejectReason
from index.report import BuildReport
from index.schema import Filter
from index.snapshot import CURRENT, MANIFEST, generation_folder, generations
from index.store import LocalStore, open_store
from tests.contracts.store import EMBEDDER, query
from tests.fakes import HashEmbedding
from tests.newsroom import BRIEFS, write_brief


def records(path: Path, *rows: tuple[str | None, str, str]) -> Path:
    lines = [{"title": title, "text": text} | ({"doc_id": doc_id} if doc_id else {}) for doc_id, title, text in rows]
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines))
    return path


def built(source: Path, index_dir: Path, **options: bool) -> BuildReport:
    return build([source], index_dir=index_dir, embedder=EMBEDDER, **options)


def contents(index_dir: Path) -> set[tuple[str, str]]:
    with open_store(index_dir) as store:
        assert store.verify().ok
        return {(chunk.article_id, chunk.text) for chunk in store.scan()}


def titles(index_dir: Path) -> list[str]:
    with open_store(index_dir) as store:
        return [info.title for info in store.articles()]


def counts(report: BuildReport) -> tuple[int, int, int, int, int]:
    return (report.accepted, report.unchanged, report.changed, report.removed, len(report.rejected) + len(report.skipped))


def test_a_first_build_makes_an_index_that_answers(folder: Path, index_dir: Path) -> None:
    report = built(folder, index_dir)
    assert counts(report) == (3, 0, 0, 0, 0)
    assert report.generation == 1
    assert report.chunks == 3
    assert report.figures > 0
    with open_store(index_dir) as store:
        assert "3456万吨" in store.search(query("青岚港吞吐量"))[0].chunk.text


def test_building_twice_gives_the_same_index_and_no_new_generation(folder: Path, index_dir: Path) -> None:
    built(folder, index_dir)
    with open_store(index_dir) as store:
        before = [chunk.id for chunk in store.scan()]
    report = built(folder, index_dir)
    assert counts(report) == (0, 3, 0, 0, 0)
    assert report.generation == 1
    assert generations(index_dir) == [1]
    with open_store(index_dir) as store:
        assert [chunk.id for chunk in store.scan()] == before


def test_the_same_articles_give_the_same_index_in_whatever_order_they_came(folder: Path, index_dir: Path, tmp_path: Path) -> None:
    built(folder, index_dir)
    for name in BRIEFS:
        build([folder / f"{name}.md"], index_dir=tmp_path / "other", embedder=EMBEDDER)
    with open_store(index_dir) as one, open_store(tmp_path / "other") as other:
        assert sorted(chunk.text for chunk in one.scan()) == sorted(chunk.text for chunk in other.scan())


def test_a_changed_file_replaces_its_article(folder: Path, index_dir: Path) -> None:
    built(folder, index_dir)
    write_brief(folder, "tea", "云雾山的茶农今年只采茶95公斤。")
    assert counts(built(folder, index_dir)) == (0, 2, 1, 0, 0)
    texts = {text for _, text in contents(index_dir)}
    assert "云雾山的茶农今年只采茶95公斤。" in texts
    assert not any("812" in text for text in texts)


def test_a_file_gone_from_its_folder_is_removed(folder: Path, index_dir: Path) -> None:
    built(folder, index_dir)
    (folder / "tea.md").unlink()
    assert counts(built(folder, index_dir)) == (0, 2, 0, 1, 0)
    assert titles(index_dir) == ["bridge的消息", "harbour的消息"]


def test_building_another_source_removes_nothing(folder: Path, index_dir: Path, tmp_path: Path) -> None:
    built(folder, index_dir)
    other = records(tmp_path / "more.jsonl", ("m1", "晚会", "剧院里演了一台晚会，来了三百人。"))
    assert counts(built(other, index_dir)) == (1, 0, 0, 0, 0)
    assert len(titles(index_dir)) == 4


def test_more_than_half_gone_is_refused_with_both_counts_and_allowed_on_request(folder: Path, index_dir: Path) -> None:
    built(folder, index_dir)
    for name in ("tea", "bridge"):
        (folder / f"{name}.md").unlink()
    with pytest.raises(InputError, match=r"2 of the 3 pages .*--allow-shrink"):
        built(folder, index_dir)
    assert len(titles(index_dir)) == 3
    assert counts(built(folder, index_dir, allow_shrink=True)) == (0, 1, 0, 2, 0)


def test_a_renamed_file_is_not_taken_for_its_own_reprint(folder: Path, index_dir: Path) -> None:
    built(folder, index_dir)
    (folder / "tea.md").rename(folder / "leaf.md")
    assert counts(built(folder, index_dir)) == (1, 2, 0, 1, 0)
    assert len(titles(index_dir)) == 3


def test_a_copy_of_an_earlier_build_is_skipped_until_the_first_is_gone(folder: Path, index_dir: Path, tmp_path: Path) -> None:
    built(folder, index_dir)
    other = tmp_path / "other"
    other.mkdir()
    write_brief(other, "zopy", BRIEFS["tea"])
    write_brief(other, "own", "这一篇只在这里登过，别处都没有。")
    report = built(other, index_dir)
    assert [found.reason for found in report.skipped] == [RejectReason.DUPLICATE]
    assert counts(built(other, index_dir)) == (0, 1, 0, 0, 1)
    remove(index_dir, source="tea.md", embedder=lambda: EMBEDDER)
    assert counts(built(other, index_dir)) == (0, 2, 0, 0, 0)


def test_a_file_that_turns_unreadable_keeps_its_earlier_article(folder: Path, index_dir: Path) -> None:
    built(folder, index_dir)
    (folder / "tea.md").write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(4000))
    report = built(folder, index_dir)
    assert counts(report) == (0, 2, 0, 0, 1)
    assert len(titles(index_dir)) == 3
    write_brief(folder, "tea")
    assert counts(built(folder, index_dir)) == (0, 3, 0, 0, 0)


def test_an_emptied_file_loses_its_article(folder: Path, index_dir: Path) -> None:
    built(folder, index_dir)
    (folder / "tea.md").write_text("")
    assert counts(built(folder, index_dir)) == (0, 2, 0, 1, 1)
    assert len(titles(index_dir)) == 2


def test_bad_sources_are_counted_and_the_rest_is_built(folder: Path, index_dir: Path) -> None:
    (folder / "noise.txt").write_bytes(os.urandom(3000))
    (folder / "blank.txt").write_text(" \n")
    report = built(folder, index_dir)
    assert report.accepted == 3
    assert [found.source for found in report.rejected] == ["noise.txt"]
    assert [found.source for found in report.skipped] == ["blank.txt"]


def test_the_same_text_in_files_named_after_two_days_is_dated_by_each(folder: Path, index_dir: Path) -> None:
    page = "河边装了新路灯\n\n本报讯（记者 何晓燕）河边的路灯都装好了，一共四十盏，夜里走路方便多了。\n"
    for day in ("2031-05-06", "2031-05-09"):
        (folder / f"{day}-A03.txt").write_text(page, encoding="utf-8")
    built(folder, index_dir)
    with open_store(index_dir) as store:
        (lights,) = [info for info in store.articles() if "路灯" in info.title]
        assert {str(each.published) for each in store.prints(lights.id)} == {"2031-05-06", "2031-05-09"}


def test_an_index_of_an_older_layout_is_built_again_from_all_of_its_sources_or_not_at_all(
    folder: Path, index_dir: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write_brief(other, "own", "这一篇只在这里登过，别处都没有。")
    build([folder, other], index_dir=index_dir, embedder=HashEmbedding())
    (number,) = generations(index_dir)
    manifest = generation_folder(index_dir, number) / MANIFEST
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"layout": 1}))
    (index_dir / CURRENT).write_text(json.dumps({"gen": number, "manifest": sha256(manifest.read_bytes()).hexdigest()}))
    with pytest.raises(InputError, match=re.escape(f"name these too: {other}")):
        built(folder, index_dir)
    build([folder, other], index_dir=index_dir, embedder=HashEmbedding())
    assert len(titles(index_dir)) == 4


def test_articles_in_a_folder_that_cannot_be_opened_today_are_kept(folder: Path, index_dir: Path) -> None:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        pytest.skip("RUN BY ROOT: every folder can be opened, so nothing was checked")
    inner = folder / "inner"
    inner.mkdir()
    write_brief(inner, "own", "这一篇只在这里登过，别处都没有。")
    built(folder, index_dir)
    inner.chmod(0)
    try:
        report = built(folder, index_dir)
    finally:
        inner.chmod(0o700)
    assert (report.removed, len(titles(index_dir))) == (0, 4)


def test_finished_records_are_all_kept_even_when_they_say_the_same(index_dir: Path, tmp_path: Path) -> None:
    source = records(tmp_path / "c.jsonl", ("1", "同", "同一段话。"), ("2", "同", "同一段话。"))
    assert counts(built(source, index_dir)) == (2, 0, 0, 0, 0)
    with open_store(index_dir) as store:
        assert {info.doc_id for info in store.articles()} == {"1", "2"}


def test_a_doc_id_that_stands_twice_is_rejected_by_name(index_dir: Path, tmp_path: Path) -> None:
    source = records(tmp_path / "c.jsonl", ("1", "甲", "头一段话。"), ("1", "乙", "另一段话。"))
    report = built(source, index_dir)
    assert report.accepted == 1
    assert "'1' stands twice" in report.rejected[0].detail, "another text is lost, so somebody has to look"
    assert counts(built(source, index_dir))[:3] == (0, 1, 0)


def test_files_of_one_name_in_two_folders_are_two_articles(index_dir: Path, tmp_path: Path) -> None:
    for year, text in (("2021", "那一年修了三座桥。"), ("2022", "这一年修了五座桥。")):
        (tmp_path / year).mkdir()
        write_brief(tmp_path / year, "news", text)
    sources = [tmp_path / "2021", tmp_path / "2022"]
    assert build(sources, index_dir=index_dir, embedder=EMBEDDER).accepted == 2
    before = contents(index_dir)
    assert build(sources, index_dir=index_dir, embedder=EMBEDDER).unchanged == 2
    for source in sources:
        assert counts(built(source, index_dir)) == (0, 1, 0, 0, 0)
    assert contents(index_dir) == before
    assert build(sources, index_dir=tmp_path / "apart", embedder=EMBEDDER).accepted == 2


def test_a_folder_that_was_moved_updates_its_articles(folder: Path, index_dir: Path) -> None:
    built(folder, index_dir)
    moved = folder.rename(folder.with_name("moved"))
    write_brief(moved, "tea", "云雾山的茶农今年只采茶95公斤。")
    assert counts(built(moved, index_dir)) == (0, 2, 1, 0, 0)
    assert len(titles(index_dir)) == 3


def test_untitled_records_without_ids_are_articles_of_their_own(index_dir: Path, tmp_path: Path) -> None:
    source = records(tmp_path / "c.jsonl", (None, "", "头一段话，说的是山。"), (None, "", "另一段话，说的是水。"))
    assert counts(built(source, index_dir)) == (2, 0, 0, 0, 0)
    assert counts(built(source, index_dir)) == (0, 2, 0, 0, 0)


def test_another_model_embeds_every_article_again(folder: Path, index_dir: Path, tmp_path: Path) -> None:
    built(folder, index_dir)
    other = HashEmbedding("hash-2")
    more = records(tmp_path / "more.jsonl", ("m1", "晚会", "剧院里演了一台晚会。"))
    build([more], index_dir=index_dir, embedder=other)
    with open_store(index_dir, embedder=other) as store:
        assert store.verify().ok
        assert store.count() == 4


@pytest.mark.parametrize("stage", ["read", "cut", "store", "embed", "publish"])
def test_a_build_that_is_stopped_leaves_the_old_index_and_the_next_one_is_complete(folder: Path, index_dir: Path, stage: str) -> None:
    built(folder, index_dir)
    before = contents(index_dir)
    write_brief(folder, "tea", "云雾山的茶农今年只采茶95公斤。")
    write_brief(folder, "extra", "码头边开了一家新书店。")
    with pytest.raises(KeyboardInterrupt):
        build([folder], index_dir=index_dir, embedder=EMBEDDER, progress=stopping_at(stage))
    assert contents(index_dir) == before
    assert generations(index_dir) == [1]
    assert counts(built(folder, index_dir)) == (1, 2, 1, 0, 0)


def stopping_at(stage: str) -> Callable[[Progress], None]:
    def stop(progress: Progress) -> None:
        if progress.stage == stage:
            raise KeyboardInterrupt

    return stop


class CountingEmbedding(HashEmbedding):
    """Counts the texts it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def embed_passages(self, texts):
        self.asked += len(texts)
        return super().embed_passages(texts)


def test_vectors_made_by_a_stopped_build_are_not_made_again(folder: Path, index_dir: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        build([folder], index_dir=index_dir, embedder=EMBEDDER, progress=stopping_at("publish"))
    embedder = CountingEmbedding()
    build([folder], index_dir=index_dir, embedder=embedder)
    assert embedder.asked == 0
    write_brief(folder, "extra", "码头边开了一家新书店。")
    build([folder], index_dir=index_dir, embedder=embedder)
    assert embedder.asked == 1


def test_removing_by_id_by_doc_id_and_by_source(folder: Path, index_dir: Path, tmp_path: Path) -> None:
    source = records(tmp_path / "c.jsonl", ("x1", "甲", "头一段话。"), ("x2", "乙", "另一段话。"))
    build([folder, source], index_dir=index_dir, embedder=EMBEDDER)
    with open_store(index_dir) as store:
        tea = next(info.id for info in store.articles() if info.source_file == "tea.md")
    assert remove(index_dir, ids=[tea, "x1"]) == 2
    assert remove(index_dir, source="bridge.md") == 1
    assert titles(index_dir) == ["乙", "harbour的消息"]


def test_an_unknown_id_or_source_removes_nothing(folder: Path, index_dir: Path) -> None:
    built(folder, index_dir)
    with pytest.raises(InputError, match="no article 'stranger'"):
        remove(index_dir, ids=["stranger"])
    with pytest.raises(InputError, match="holds nothing from"):
        remove(index_dir, source="stranger.md")
    assert len(titles(index_dir)) == 3
    with pytest.raises(IndexMissing):
        remove(index_dir / "elsewhere", ids=["a"])


def test_a_first_build_without_any_article_says_what_to_give(tmp_path: Path, index_dir: Path) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(InputError, match=r"no article was found in .*none; give \.txt"):
        built(tmp_path / "none", index_dir)
    with pytest.raises(InputError, match="no source was named"):
        build([], index_dir=index_dir, embedder=EMBEDDER)
    with pytest.raises(IndexMissing):
        open_store(index_dir)


def test_progress_is_told_stage_by_stage(folder: Path, index_dir: Path) -> None:
    told: list[Progress] = []
    build([folder], index_dir=index_dir, embedder=EMBEDDER, progress=told.append)
    assert list(dict.fromkeys(progress.stage for progress in told)) == ["read", "cut", "store", "embed", "publish"]


def test_a_record_is_found_by_its_filter_after_the_build(folder: Path, index_dir: Path) -> None:
    built(folder, index_dir)
    store: LocalStore
    with open_store(index_dir) as store:
        assert store.count(Filter(source_file="tea.md")) == 1
