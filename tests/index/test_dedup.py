"""A body printed twice is indexed once; every print of it is a source, and takes over when the one before it goes."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from index.build import BuildReport, build, remove
from index.dedup import copies_among, recut
from index.drafts import Draft
from index.errors import IndexMismatch, InputError
from index.findings import RejectReason
from index.schema import Article, Filter, Page, PageCut
from index.segment import cut_page
from index.store import open_store
from tests.contracts.store import EMBEDDER, query
from tests.fakes import HashEmbedding

ONE = Article("1", "v", "default", None, "a.txt", "大桥通车", "大桥昨天通车。\n大家高兴。")
STORY = "云雾山的茶农今年采茶812公斤，合作社卖出了七成。收茶的人一早就上了山，傍晚才下来。"


def drafts(*articles: Article) -> list[Draft]:
    return [Draft(("r", article.source_file, "#0"), 0, 0, article) for article in articles]


def write(folder: Path, name: str, text: str = STORY, **fields: str) -> Path:
    folder.mkdir(exist_ok=True)
    head = "".join(f"{key}: {value}\n" for key, value in ({"title": f"{name}的消息"} | fields).items())
    path = folder / f"{name}.md"
    path.write_text(f"---\n{head}---\n{text}\n", encoding="utf-8")
    return path


def made(index_dir: Path, *sources: Path, **options: bool) -> BuildReport:
    return build(sources, index_dir=index_dir, embedder=EMBEDDER, **options)


def listed(index_dir: Path) -> dict[str, list[str]]:
    """File of each article → files of its copies."""
    with open_store(index_dir) as store:
        report = store.verify()
        assert report.ok, report.problems
        return {info.source_file: [copy.source_file for copy in info.copies] for info in store.articles()}


def told(index_dir: Path) -> list[object]:
    """All that an index says."""
    with open_store(index_dir) as store:
        return [list(store.articles()), list(store.scan()), [store.prints(info.id) for info in store.articles()]]


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "news", "river", "跨江大桥长1290米，昨天上午通车。司机们说，过江只要五分钟了。")
    return tmp_path / "news"


def test_a_second_print_of_a_body_is_a_copy_whatever_its_script_and_spaces():
    other = replace(ONE, id="2", source_file="b.txt", body="大橋昨天通車。大家 高興。")
    assert copies_among(drafts(ONE, other)) == {"2": "1"}


def test_finished_records_are_never_copies_and_stand_for_other_prints():
    twins = [replace(ONE, id="2", doc_id="x", source_file="c.jsonl"), replace(ONE, id="3", doc_id="y", source_file="c.jsonl")]
    assert copies_among(drafts(ONE, *twins)) == {"1": "2"}


def test_collections_do_not_touch_each_other():
    assert copies_among(drafts(ONE, replace(ONE, id="2", collection="other"))) == {}


def test_the_earliest_print_stands_for_the_others_in_whatever_order_they_come():
    prints = [
        replace(ONE, id="late", source_file="a.txt", published=date(2031, 5, 9)),
        replace(ONE, id="early", source_file="z.txt", published=date(2031, 5, 6)),
        replace(ONE, id="undated", source_file="b.txt"),
    ]
    for order in permutations(prints):
        assert copies_among(drafts(*order)) == {"late": "early", "undated": "early"}


def test_the_cut_of_a_file_is_that_of_another_with_the_same_bytes():
    text = (
        "林场巡山\n\n本报讯（记者 何晓燕）林场的人每天上山两趟，路上要走三个小时。\n\n"
        "林场巡山\n\n护林员老秦说，山里今年多了四处水源，鸟也多了。"
    )
    first, second = (cut_page(Page(source, text, "text/plain")) for source in ("a.txt", "b/c.txt"))
    assert isinstance(first, PageCut)
    assert recut(first, "b/c.txt") == second
    assert recut(replace(first, articles=(replace(first.articles[0], id="other"),)), "b/c.txt") is None


def test_a_copy_is_indexed_once_and_kept_as_a_source(folder: Path, index_dir: Path):
    write(folder, "a", outlet="海岸日报", published="2031-05-06")
    write(folder, "b", outlet="河湾晚报", published="2031-05-07")
    report = made(index_dir, folder)
    assert (report.accepted, [each.reason for each in report.skipped]) == (2, [RejectReason.DUPLICATE])
    assert report.skipped[0].source == "b.md"
    assert "a的消息 in a.md" in report.skipped[0].detail
    assert listed(index_dir) == {"a.md": ["b.md"], "river.md": []}
    with open_store(index_dir) as store:
        (found,) = [hit for hit in store.search(query("茶农采茶812公斤")) if "812" in hit.chunk.text]
        prints = store.prints(found.chunk.article_id)
        assert [(each.outlet, each.published, each.source_file) for each in prints] == [
            ("海岸日报", date(2031, 5, 6), "a.md"),
            ("河湾晚报", date(2031, 5, 7), "b.md"),
        ]
        assert {each.article_id for each in prints} == {found.chunk.article_id}


def test_an_unchanged_copy_is_named_again_and_changes_nothing(folder: Path, index_dir: Path):
    write(folder, "a")
    write(folder, "b")
    first = made(index_dir, folder)
    again = made(index_dir, folder)
    assert again.skipped == first.skipped
    assert (again.accepted, again.unchanged, again.changed, again.removed) == (0, 2, 0, 0)
    assert again.generation == first.generation


def test_what_a_paper_printed_is_found_by_its_name_file_and_day(folder: Path, index_dir: Path):
    write(folder, "a", outlet="海岸日报", published="2031-05-06")
    write(folder, "b", outlet="河湾晚报", published="2031-05-09")
    made(index_dir, folder)
    with open_store(index_dir) as store:
        for wanted in (Filter(outlet="河湾晚报"), Filter(source_file="b.md"), Filter(published_from=date(2031, 5, 8))):
            assert [hit.chunk.text for hit in store.search(query("茶农", filter=wanted))] == [STORY]


def test_when_the_first_print_is_deleted_the_next_one_takes_its_place(folder: Path, index_dir: Path):
    for name in ("a", "b", "c"):
        write(folder, name)
    made(index_dir, folder)
    (folder / "a.md").unlink()
    report = made(index_dir, folder)
    assert (report.accepted, report.removed) == (1, 1)
    assert listed(index_dir) == {"b.md": ["c.md"], "river.md": []}
    (folder / "b.md").unlink()
    made(index_dir, folder)
    assert listed(index_dir) == {"c.md": [], "river.md": []}


def test_a_copy_in_another_folder_takes_over_without_being_built_again(folder: Path, index_dir: Path, tmp_path: Path):
    write(folder, "a")
    write(tmp_path / "other", "b")
    made(index_dir, folder, tmp_path / "other")
    (folder / "a.md").unlink()
    made(index_dir, folder)
    assert listed(index_dir) == {"b.md": [], "river.md": []}


def test_when_the_first_print_changes_the_next_one_takes_its_place(folder: Path, index_dir: Path):
    write(folder, "a")
    write(folder, "b")
    made(index_dir, folder)
    write(folder, "a", "山里下了一场大雪，茶园要等到四月才开门。")
    assert made(index_dir, folder).skipped == ()
    assert listed(index_dir) == {"a.md": [], "b.md": [], "river.md": []}


@pytest.mark.parametrize("name", ["a", "z"])  # the copy that comes and goes is first of the prints, and last
def test_a_copy_that_comes_and_goes_leaves_no_trace(folder: Path, index_dir: Path, tmp_path: Path, name: str):
    write(folder, "m")
    write(folder, "n")
    made(tmp_path / "never", folder)
    made(index_dir, folder)
    write(folder, name)
    made(index_dir, folder)
    assert sum(len(copies) + 1 for copies in listed(index_dir).values()) == 4
    (folder / f"{name}.md").unlink()
    made(index_dir, folder)
    assert told(index_dir) == told(tmp_path / "never")


def test_the_same_prints_give_the_same_index_in_whatever_order_they_were_built(folder: Path, index_dir: Path, tmp_path: Path):
    files = [write(folder, "b"), write(folder, "a", published="2031-05-06"), write(folder, "c", published="2031-05-05")]
    for number, order in enumerate(permutations(files)):
        for file in order:
            made(tmp_path / f"index{number}", file)
        assert listed(tmp_path / f"index{number}") == {"c.md": ["a.md", "b.md"]}


def test_removing_a_file_lets_its_copy_stand_and_removing_an_id_removes_the_text(folder: Path, index_dir: Path):
    write(folder, "a")
    write(folder, "b")
    made(index_dir, folder)
    with pytest.raises(InputError, match="need vectors"):
        remove(index_dir, source="a.md")
    with pytest.raises(IndexMismatch, match="hash-2"):
        remove(index_dir, source="a.md", embedder=lambda: HashEmbedding("hash-2"))
    assert listed(index_dir) == {"a.md": ["b.md"], "river.md": []}
    assert remove(index_dir, source="a.md", embedder=lambda: EMBEDDER) == 1
    assert listed(index_dir) == {"b.md": [], "river.md": []}
    made(index_dir, folder)
    with open_store(index_dir) as store:
        first = next(info.id for info in store.articles() if info.source_file == "a.md")
    remove(index_dir, ids=[first])
    assert listed(index_dir) == {"river.md": []}


def test_removing_the_id_of_a_copy_forgets_that_print_alone(folder: Path, index_dir: Path):
    write(folder, "a")
    write(folder, "b")
    made(index_dir, folder)
    with open_store(index_dir) as store:
        (copy,) = next(info.copies for info in store.articles() if info.copies)
    assert remove(index_dir, ids=[copy.id]) == 1
    assert listed(index_dir) == {"a.md": [], "river.md": []}


def test_copies_survive_the_loss_of_the_catalog(folder: Path, index_dir: Path):
    write(folder, "a")
    write(folder, "b")
    first = made(index_dir, folder)
    (index_dir / "catalog.sqlite").unlink()
    assert made(index_dir, folder).generation == first.generation
    (folder / "a.md").unlink()
    made(index_dir, folder)
    assert listed(index_dir) == {"b.md": [], "river.md": []}


def test_a_first_print_that_fails_leaves_its_place_to_the_next(folder: Path, index_dir: Path, monkeypatch: pytest.MonkeyPatch):
    write(folder, "a")
    write(folder, "b")
    from index import storing

    real = storing.extract_figures
    asked: Counter[str] = Counter()

    def failing(article: Article) -> object:
        asked[article.source_file] += 1
        if article.source_file == "a.md":
            raise RuntimeError("no figures today")
        return real(article)

    monkeypatch.setattr(storing, "extract_figures", failing)
    report = made(index_dir, folder)
    assert {each.source: each.reason for each in report.rejected} == {"a.md": RejectReason.FAILED}
    assert listed(index_dir) == {"b.md": [], "river.md": []}
    assert asked["b.md"] == 1
