"""Whatever is done to a store in whatever order, it holds what a plain dictionary would hold."""

import shutil
import tempfile
import threading
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from index.schema import Article, Filter
from index.snapshot import identity_of
from index.store import open_store
from index.writer import LocalWriter
from tests.contracts.store import EMBEDDER, article, embed, fill, query, record

NAMES = st.sampled_from(["甲", "乙", "丙", "丁"])
BODIES = st.lists(st.sampled_from(["山上有茶园。", "水边有码头。", "桥头有集市。", "城里有剧院。"]), min_size=1, max_size=4).map("".join)


class StoreMachine(RuleBasedStateMachine):
    """Random changes, publications, interrupted sessions and lost catalogs."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.published: dict[str, Article] = {}
        self.rows: dict[str, int] = {}
        self.highest = 0

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    @rule(changes=st.lists(st.tuples(NAMES, BODIES), max_size=3), gone=st.sets(NAMES, max_size=2), publish=st.booleans())
    def session(self, changes: list[tuple[str, str]], gone: set[str], publish: bool) -> None:
        expected = dict(self.published)
        with LocalWriter(self.root, identity_of(EMBEDDER)) as writer:
            if gone:
                deleted = writer.delete(Filter(article_ids=tuple(sorted(gone))))
                assert deleted == len(gone & set(self.published))
                expected = {name: made for name, made in expected.items() if name not in gone}
            for name, body in changes:
                expected[name] = article(name, f"{name}篇", body)
                writer.upsert(record(expected[name]))
            if publish:
                embed(writer)
                writer.publish()
                self.published = expected

    @rule()
    def lose_the_catalog(self) -> None:
        for path in self.root.glob("catalog.sqlite*"):
            path.unlink()

    @invariant()
    def holds_what_was_published(self) -> None:
        if not (self.root / "CURRENT").exists():
            assert not self.published
            return
        with open_store(self.root) as store:
            assert store.degraded == ""
            assert store.verify().ok
            assert {info.id: store.article(info.id) for info in store.articles()} == self.published
            hits = store.search(query("山上有茶园", k=50))
            assert {hit.chunk.article_id for hit in hits} == set(self.published)
            rows = {store.chunks_at([row])[row].id: row for row, _ in store.legs(query("山上"))["dense"]}
        for chunk_id, row in rows.items():
            assert self.rows.get(chunk_id) == row or row > self.highest, "a row was given to another chunk"
        self.rows = rows
        self.highest = max(self.highest, *rows.values()) if rows else self.highest


StoreMachine.TestCase.settings = settings(max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
TestStoreMachine = StoreMachine.TestCase


def test_readers_see_one_whole_generation_while_a_writer_publishes(tmp_path: Path) -> None:
    fill_pair(tmp_path, 0)
    stop = threading.Event()
    seen: list[set[str]] = []
    failures: list[BaseException] = []

    def read() -> None:
        try:
            while not stop.is_set():
                with open_store(tmp_path) as store:
                    seen.append({chunk.text[-2:] for chunk in store.scan()})
                    assert store.degraded == ""
        except BaseException as error:  # noqa: BLE001 — shown by the test itself
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(1, 13):
        fill_pair(tmp_path, number)
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert seen
    assert all(len(numbers) == 1 for numbers in seen)


def fill_pair(root: Path, number: int) -> None:
    with LocalWriter(root, identity_of(EMBEDDER)) as writer:
        fill(writer, *(article(name, "题", f"{name}说的是第{number:02}") for name in ("甲", "乙")))
