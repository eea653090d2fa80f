"""What every store must do. A backend's test inherits `StoreContract` and says how to open its two sides."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.catalog import IndexedArticle
from index.chunk import chunk_article
from index.errors import InputError
from index.schema import Article, Figure, Filter
from index.sparse import SparseQuery, TermGroup
from index.store_contract import Store, StoreQuery, StoreWriter
from index.tokens import search_tokens
from tests.fakes import HashEmbedding

EMBEDDER = HashEmbedding()


def article(name: str, title: str, body: str, **fields: Any) -> Article:
    """An article with ids made of its name and body."""
    base = Article(name, sha256(body.encode()).hexdigest()[:16], "default", fields.pop("doc_id", name), f"{name}.txt", title, body)
    return replace(base, **fields)


def record(made: Article, *figures: Figure) -> IndexedArticle:
    """The article with its chunks."""
    return IndexedArticle(made, tuple(chunk_article(made)), figures)


HARBOUR = article(
    "harbour",
    "港口吞吐量创新高",
    "青岚港去年吞吐量达到3456万吨。港务局的魏书恬说，新码头还在建。",
    place="山东",
    outlet="海岸日报",
    published=date(2022, 3, 1),
)
TEA = article(
    "tea",
    "茶园丰收",
    "云雾山的茶农今年采茶812公斤。合作社卖出了七成。",
    place="福建福州",
    outlet="山乡报",
    published=date(2023, 4, 9),
)
BRIDGE = article("bridge", "新桥通车", "跨江大桥长1290米，昨天通车。司机们说过江快了。", published=date(2024, 5, 2))
RELAY = article("relay", "Relay race", "The relay team finished in 42 minutes. The crowd cheered.", language="en")
ALL = (HARBOUR, TEA, BRIDGE, RELAY)


def fill(writer: StoreWriter, *articles: Article) -> None:
    """Store articles with their vectors and publish."""
    for made in articles:
        writer.upsert(record(made, *figures_of(made)))
    embed(writer)
    writer.publish()


def embed(writer: StoreWriter) -> None:
    """Make the vectors that are missing."""
    while texts := writer.waiting(2):
        writer.keep_vectors(texts, EMBEDDER.embed_passages(texts))


def figures_of(made: Article) -> list[Figure]:
    """One figure for the harbour, at its number."""
    start = made.body.find("3456万吨")
    return [Figure(34560000, "吨", "吞吐量", None, None, False, made.id, start, start + 6)] if start >= 0 else []


def query(text: str, **fields: Any) -> StoreQuery:
    """Both arms asked with a text."""
    return StoreQuery(EMBEDDER.embed_queries([text])[0], SparseQuery.of(search_tokens(text)), **fields)


def found(store: Store, asked: StoreQuery) -> list[str]:
    """Article ids of the hits, best first."""
    return [hit.chunk.article_id for hit in store.search(asked)]


class StoreContract(ABC):
    """Behaviour of a store; ``root`` is an empty folder of the test."""

    @abstractmethod
    def writer(self, root: Path) -> AbstractContextManager[StoreWriter]:
        """The write side."""

    @abstractmethod
    def reader(self, root: Path) -> AbstractContextManager[Store]:
        """The read side of what was published last."""

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        return tmp_path / "store"

    @pytest.fixture
    def filled(self, root: Path) -> Path:
        with self.writer(root) as writer:
            fill(writer, *ALL)
        return root

    def change(self, root: Path, action: Callable[[StoreWriter], object]) -> None:
        with self.writer(root) as writer:
            action(writer)
            embed(writer)
            writer.publish()

    def test_both_arms_find_the_chunk_and_say_with_which_rank(self, filled: Path) -> None:
        with self.reader(filled) as store:
            hits = store.search(query("青岚港吞吐量"))
            assert hits[0].chunk.article_id == HARBOUR.id
            assert hits[0].arms["dense"].rank == 1
            assert hits[0].arms["sparse"].rank == 1
            assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)

    def test_fusion_is_the_weighted_sum_of_reciprocal_ranks(self, filled: Path) -> None:
        asked = query("茶农采茶", dense_weight=2.0, sparse_weight=0.5, rrf_k=10)
        weights = {"dense": 2.0, "sparse": 0.5}
        with self.reader(filled) as store:
            for hit in store.search(asked):
                assert hit.score == pytest.approx(sum(weights[arm] / (10 + score.rank) for arm, score in hit.arms.items()))

    def test_an_arm_that_is_not_asked_is_absent(self, filled: Path) -> None:
        both = query("大桥")
        with self.reader(filled) as store:
            assert set(store.legs(replace(both, dense=None))) == {"sparse"}
            assert set(store.legs(replace(both, sparse=None))) == {"dense"}
            assert store.search(StoreQuery()) == []

    def test_equal_scores_are_ordered_by_chunk_id(self, root: Path) -> None:
        twins = [article(f"twin{number}", "同题", "同样的一句话。") for number in (3, 1, 2)]
        with self.writer(root) as writer:
            fill(writer, *twins)
        with self.reader(root) as store:
            ids = [hit.chunk.id for hit in store.search(query("同样的一句话"))]
        assert ids == sorted(ids)

    def test_a_group_of_terms_counts_as_one_term(self, filled: Path) -> None:
        group = SparseQuery((TermGroup(("码头", "港务局", "无此词"), 2.0),))
        with self.reader(filled) as store:
            (row, score), *others = store.legs(StoreQuery(sparse=group))["sparse"]
            assert others == []
            assert score > store.legs(StoreQuery(sparse=SparseQuery((TermGroup(("码头",), 2.0),))))["sparse"][0][1]
            assert row == store.legs(query("码头"))["sparse"][0][0]

    def test_legs_hold_at_most_leg_k(self, filled: Path) -> None:
        with self.reader(filled) as store:
            assert {len(leg) for leg in store.legs(query("今年 去年 昨天 说", leg_k=1)).values()} == {1}

    @pytest.mark.parametrize(
        ("wanted", "expected"),
        [
            (Filter(doc_ids=("tea", "bridge")), {"tea", "bridge"}),
            (Filter(article_ids=("relay",)), {"relay"}),
            (Filter(published_from=date(2023, 1, 1)), {"tea", "bridge"}),
            (Filter(published_to=date(2022, 3, 1)), {"harbour"}),
            (Filter(published_from=date(2022, 3, 1), published_to=date(2023, 4, 9)), {"harbour", "tea"}),
            (Filter(place="福建"), {"tea"}),
            (Filter(place="山東"), {"harbour"}),
            (Filter(place="福州市"), {"tea"}),
            (Filter(place="福建省"), {"tea"}),
            (Filter(outlet="海岸日報"), {"harbour"}),
            (Filter(language="en"), {"relay"}),
            (Filter(language="zh"), {"harbour", "tea", "bridge"}),
            (Filter(source_file="bridge.txt"), {"bridge"}),
            (Filter(place="福建", outlet="海岸日报"), set()),
            (Filter(outlet="x' OR '1'='1"), set()),
            (Filter(place='%"; DROP TABLE article; --'), set()),
        ],
    )
    def test_a_filter_holds_in_every_arm_and_in_counts(self, filled: Path, wanted: Filter, expected: set[str]) -> None:
        asked = query("港口 茶农 大桥 relay team 说", filter=wanted)
        with self.reader(filled) as store:
            assert {hit.chunk.article_id for hit in store.search(asked)} == expected
            for arm in ({"dense": None}, {"sparse": None}):
                assert {hit.chunk.article_id for hit in store.search(replace(asked, **arm))} <= expected
            assert store.count(wanted) == sum(chunk.article_id in expected for chunk in store.scan())

    def test_a_filtered_search_gives_k_hits_when_there_are_k(self, root: Path) -> None:
        crowd = [article(f"crowd{n}", "热闹", f"第{n}处集市开张，热闹得很。") for n in range(30)]
        lone = [article(f"lone{n}", "冷清", f"第{n}号仓库。", outlet="仓报") for n in range(3)]
        with self.writer(root) as writer:
            fill(writer, *crowd, *lone)
        with self.reader(root) as store:
            asked = query("热闹的集市开张", filter=Filter(outlet="仓报"), k=3, leg_k=3)
            assert len(store.search(asked)) == 3

    def test_a_deleted_article_is_found_in_no_arm(self, filled: Path) -> None:
        self.change(filled, lambda writer: writer.delete(Filter(article_ids=(HARBOUR.id,))))
        with self.reader(filled) as store:
            for text in ("青岚港吞吐量", HARBOUR.title, "魏书恬"):
                for asked in (query(text), replace(query(text), dense=None), replace(query(text), sparse=None)):
                    assert HARBOUR.id not in found(store, asked)
            assert store.article(HARBOUR.id) is None
            assert store.figures_in(HARBOUR.id, 0, 1000) == []
            assert all(chunk.article_id != HARBOUR.id for chunk in store.scan())

    def test_a_new_article_never_takes_the_place_of_a_deleted_one(self, filled: Path) -> None:
        other = article("other", "晚会", "剧院里演了一台晚会。")
        self.change(filled, lambda writer: writer.delete(Filter(article_ids=(BRIDGE.id,))))
        self.change(filled, lambda writer: writer.upsert(record(other)))
        with self.reader(filled) as store:
            assert found(store, query("茶农采茶"))[0] == TEA.id
            assert found(store, query("剧院晚会"))[0] == other.id

    def test_add_then_delete_is_as_never_added(self, root: Path, tmp_path: Path) -> None:
        with self.writer(root) as writer:
            fill(writer, HARBOUR, TEA)
        self.change(root, lambda writer: writer.upsert(record(BRIDGE)))
        self.change(root, lambda writer: writer.delete(Filter(article_ids=(BRIDGE.id,))))
        with self.writer(tmp_path / "never") as writer:
            fill(writer, HARBOUR, TEA)
        with self.reader(root) as store, self.reader(tmp_path / "never") as never:
            assert list(store.scan()) == list(never.scan())
            assert list(store.articles()) == list(never.articles())
            for text in ("青岚港吞吐量", "茶农", "大桥通车"):
                assert store.search(query(text)) == never.search(query(text))

    def test_a_replaced_article_leaves_nothing_of_its_earlier_version(self, filled: Path) -> None:
        revised = article("tea", "茶园丰收", "云雾山的茶农今年采茶655公斤。")
        self.change(filled, lambda writer: writer.replace_article(record(revised)))
        with self.reader(filled) as store:
            assert [chunk.text for chunk in store.scan() if chunk.article_id == "tea"] == [revised.body]
            stored = store.article("tea")
            assert stored is not None
            assert stored.body == revised.body

    def test_only_a_stored_article_can_be_replaced(self, filled: Path) -> None:
        with self.writer(filled) as writer, pytest.raises(InputError, match="stranger"):
            writer.replace_article(record(article("stranger", "题", "正文。")))

    def test_the_same_article_twice_is_stored_once(self, filled: Path) -> None:
        with self.reader(filled) as store:
            before = (list(store.scan()), store.health().generation)
        with self.writer(filled) as writer:
            assert not writer.upsert(record(HARBOUR, *figures_of(HARBOUR)))
            writer.publish()
        with self.reader(filled) as store:
            assert (list(store.scan()), store.health().generation) == before

    def test_nothing_is_visible_before_it_is_published(self, filled: Path) -> None:
        with self.writer(filled) as writer:
            writer.upsert(record(article("late", "晚到", "这一篇来得晚。")))
            embed(writer)
            with self.reader(filled) as store:
                assert store.article("late") is None
        with self.writer(filled) as writer:
            writer.publish()
        with self.reader(filled) as store:
            assert store.article("late") is None

    def test_a_delete_of_everything_by_an_empty_filter_is_refused(self, filled: Path) -> None:
        with self.writer(filled) as writer, pytest.raises(InputError, match="every article"):
            writer.delete(Filter())

    def test_articles_come_back_as_they_went_in(self, filled: Path) -> None:
        with self.reader(filled) as store:
            for made in ALL:
                assert store.article(made.id) == made
                for chunk in store.scan():
                    if chunk.article_id == made.id:
                        assert made.body[chunk.start : chunk.end] == chunk.text
            assert store.article("nobody") is None

    def test_figures_are_found_by_their_range(self, filled: Path) -> None:
        (figure,) = figures_of(HARBOUR)
        with self.reader(filled) as store:
            assert store.figures_in(HARBOUR.id, figure.start, figure.end) == [figure]
            assert store.figures_in(HARBOUR.id, figure.end, 1000) == []

    @pytest.mark.parametrize(
        ("word", "wanted", "expected"),
        [
            ("吞吐量", Filter(), {"harbour"}),
            ("碼頭", Filter(), {"harbour"}),
            ("新桥", Filter(), {"bridge"}),
            ("跨江大桥", Filter(), {"bridge"}),
            ("Relay", Filter(), {"relay"}),
            ("茶", Filter(), {"tea"}),
            ("茶农", Filter(outlet="海岸日报"), set()),
            ("月球", Filter(), set()),
            (" ", Filter(), set()),
        ],
    )
    def test_every_article_that_may_hold_a_word_is_found(self, filled: Path, word: str, wanted: Filter, expected: set[str]) -> None:
        with self.reader(filled) as store:
            assert set(store.articles_holding(word, wanted)) == expected

    def test_fetch_keeps_the_order_asked_and_leaves_out_the_unknown(self, filled: Path) -> None:
        with self.reader(filled) as store:
            chunks = list(store.scan())
            assert [chunk.id for chunk in chunks] == sorted(chunk.id for chunk in chunks)
            assert store.fetch([chunks[2].id, "unknown", chunks[0].id]) == [chunks[2], chunks[0]]
            assert list(store.scan(chunks[1].id)) == chunks[2:]

    @pytest.mark.parametrize(
        "bad", [np.zeros(3, np.float32), np.full(EMBEDDER.dim, np.nan, np.float32), np.zeros((1, EMBEDDER.dim), np.float32)]
    )
    def test_a_query_vector_that_does_not_fit_is_refused(self, filled: Path, bad: Any) -> None:
        with self.reader(filled) as store, pytest.raises(InputError, match="query vector"):
            store.search(StoreQuery(bad.astype(np.float32)))

    @pytest.mark.parametrize("bad", [np.zeros((1, 3)), np.zeros((1, EMBEDDER.dim)), np.full((1, EMBEDDER.dim), np.inf)])
    def test_a_vector_that_is_not_of_unit_length_is_refused(self, root: Path, bad: Any) -> None:
        with self.writer(root) as writer:
            writer.upsert(record(BRIDGE))
            with pytest.raises(InputError, match="vectors"):
                writer.keep_vectors(writer.waiting(1), bad.astype(np.float32))

    def test_a_chunk_that_is_not_the_body_at_its_offsets_is_refused(self, root: Path) -> None:
        shifted = [replace(chunk, start=chunk.start + 1, end=chunk.end + 1) for chunk in chunk_article(BRIDGE)]
        with self.writer(root) as writer, pytest.raises(InputError, match="chunk"):
            writer.upsert(IndexedArticle(BRIDGE, tuple(shifted), ()))

    def test_a_copy_is_a_source_of_the_article_that_is_indexed_in_its_stead(self, filled: Path) -> None:
        copy = replace(TEA, id="copy", doc_id=None, outlet="河湾报", source_file="copy.txt", published=date(2023, 4, 10))
        self.change(filled, lambda writer: writer.upsert(IndexedArticle(copy, (), (), copy_of=TEA.id)))
        with self.reader(filled) as store:
            assert [(each.id, each.article_id, each.outlet) for each in store.prints(TEA.id)] == [
                ("tea", "tea", "山乡报"),
                ("copy", "tea", "河湾报"),
            ]
            assert found(store, query("茶农采茶"))[0] == TEA.id
            assert store.article("copy") is None
            for wanted in (Filter(outlet="河湾报"), Filter(source_file="copy.txt"), Filter(published_from=date(2023, 4, 10), place="福建")):
                assert found(store, query("茶农", filter=wanted)) == [TEA.id]
            (listed,) = [info for info in store.articles() if info.copies]
            assert (listed.id, [each.source_file for each in listed.copies]) == ("tea", ["copy.txt"])
            assert store.verify().ok

    def test_what_is_removed_is_gone_with_its_copies(self, filled: Path) -> None:
        copy = replace(TEA, id="copy", doc_id=None, source_file="copy.txt")
        self.change(filled, lambda writer: writer.upsert(IndexedArticle(copy, (), (), copy_of=TEA.id)))
        self.change(filled, lambda writer: writer.delete(Filter(article_ids=(TEA.id,))))
        with self.reader(filled) as store:
            assert store.prints(TEA.id) == []
            assert TEA.id not in found(store, query("茶农采茶"))
            assert store.verify().ok

    def test_articles_that_tell_one_story_share_it(self, filled: Path) -> None:
        body = (
            "河湾镇的渡口昨天停航一天，三条渡船都上岸刷漆。船工老孟说，刷完漆要晾两天，星期六一早照常开船。镇上的人改走新桥，多走了二里路。"
        )
        first = article("first", "渡口停航", body, published=date(2024, 3, 1))
        other = article("other", "刷漆", f"转载：{body}", published=date(2024, 3, 2))
        self.change(filled, lambda writer: [writer.upsert(record(each)) for each in (other, first)])
        with self.reader(filled) as store:
            roles = store.story_roles(["first", "other", TEA.id])
            assert {name: role for name, (_, role) in roles.items()} == {"first": "original", "other": "copy"}
            assert len({story for story, _ in roles.values()}) == 1
            assert [each.id for each in store.prints("other")] == ["first", "other"]
        self.change(filled, lambda writer: writer.delete(Filter(article_ids=("first",))))
        with self.reader(filled) as store:
            assert store.story_roles(["other"]) == {}

    def test_verify_finds_a_sound_store_sound(self, filled: Path) -> None:
        with self.reader(filled) as store:
            report = store.verify()
            assert report.ok, report.problems
            assert (report.articles, report.figures) == (4, 1)
            assert store.health().ready
