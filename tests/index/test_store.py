"""The embedded store keeps the contract of every store, and what only it promises."""

import sqlite3
import threading
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import pytest

from index.dense import read_vectors
from index.errors import IndexLocked, IndexMismatch, IndexMissing, StorageFull
from index.generation import VECTORS
from index.schema import Filter
from index.snapshot import generation_folder, generations, identity_of, read_manifest
from index.store import LocalStore, open_store
from index.store_contract import Store, StoreWriter
from index.writer import LocalWriter
from tests.contracts.figure_search import FigureSearchContract
from tests.contracts.store import ALL, BRIDGE, EMBEDDER, HARBOUR, TEA, article, embed, fill, query, record
from tests.fakes import HashEmbedding


def local_writer(root: Path) -> LocalWriter:
    return LocalWriter(root, identity_of(EMBEDDER))


class TestLocalStore(FigureSearchContract):
    def writer(self, root: Path) -> AbstractContextManager[StoreWriter]:
        return local_writer(root)

    def reader(self, root: Path) -> AbstractContextManager[Store]:
        return open_store(root, embedder=EMBEDDER)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    with local_writer(tmp_path) as writer:
        fill(writer, *ALL)
    return tmp_path


def test_faiss_ids_are_never_reused(filled: Path) -> None:
    used: set[int] = set()
    for number in range(3):
        with local_writer(filled) as writer:
            writer.delete(Filter(article_ids=(f"extra{number - 1}",)))
            writer.upsert(record(article(f"extra{number}", "增刊", f"增刊第{number}号登了新消息。")))
            embed(writer)
            generation = writer.publish()
        rows = set(read_vectors(generation_folder(filled, generation) / VECTORS).rows.tolist())
        assert not (rows - used) & set(range(1, max(used, default=0) + 1))
        used |= rows


def test_a_name_no_dictionary_holds_is_a_term_and_is_read_in_latin_letters(filled: Path) -> None:
    with open_store(filled) as store:
        assert store.has_term("魏书恬") == 1
        assert store.words_read_as("weishutian") == ["魏书恬"]
        assert store.words_read_as("WeiShutian") == ["魏书恬"]
        assert store.words_read_as_any(["nobody", "weishutian"]) == {"weishutian": ["魏书恬"]}
        assert store.words_read_as_any([]) == {}
        assert store.has_term("不在其中") == 0
        assert dict(store.terms())["吞吐量"] == 1


def test_a_second_writer_is_refused_and_told_who_writes(filled: Path) -> None:
    with local_writer(filled), pytest.raises(IndexLocked, match=r"pid \d+ on .*, since 20"), local_writer(filled):
        pass


def test_the_lock_is_given_back_when_a_writer_fails(filled: Path) -> None:
    with pytest.raises(RuntimeError), local_writer(filled):
        raise RuntimeError
    with local_writer(filled):
        pass


def test_another_model_than_the_index_was_built_with_is_refused_with_both_named(filled: Path) -> None:
    with pytest.raises(IndexMismatch, match=r"built with hash \(64 dims, hash-1\) but settings name hash \(64 dims, hash-2\)"):
        open_store(filled, embedder=HashEmbedding("hash-2"))


def test_an_empty_folder_is_no_index_and_the_command_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="wenju build"):
        open_store(tmp_path)


def test_a_full_disk_is_told_before_anything_is_written(filled: Path) -> None:
    with LocalWriter(filled, identity_of(EMBEDDER), reserve_bytes=1 << 60) as writer:
        writer.upsert(record(article("new", "新", "新的一篇。")))
        embed(writer)
        with pytest.raises(StorageFull, match=r"needs about .* are free"):
            writer.publish()
    assert generations(filled) == [1]
    with open_store(filled) as store:
        assert store.article("new") is None


def test_a_generation_in_use_is_not_retired_and_one_previous_is_kept(filled: Path) -> None:
    with open_store(filled) as held:
        for number in range(4):
            with local_writer(filled) as writer:
                fill(writer, article(f"a{number}", "题", f"第{number}篇的正文。"))
        assert generations(filled) == [5, 4, 1]
        assert held.search(query("青岚港"))[0].chunk.article_id == HARBOUR.id
    with local_writer(filled) as writer:
        fill(writer, article("last", "题", "最后一篇。"))
    assert generations(filled) == [6, 5]


def test_a_store_is_searched_from_many_threads_at_once(filled: Path) -> None:
    results: list[list[str]] = []
    with open_store(filled) as store:
        asked = query("茶农采茶")

        def search() -> None:
            results.extend([hit.chunk.id for hit in store.search(asked)] for _ in range(20))

        threads = [threading.Thread(target=search) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(results) == 80
    assert len({tuple(ids) for ids in results}) == 1


def test_verify_names_offsets_that_do_not_hold(filled: Path) -> None:
    with open_store(filled) as store:
        generation = store.manifest.generation
    path = generation_folder(filled, generation) / "articles.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("UPDATE chunk SET start = start + 1 WHERE article = ?", (TEA.id,))
        database.execute('UPDATE figure SET start = 5000, "end" = 5001')
        database.execute("DELETE FROM article WHERE id = ?", (BRIDGE.id,))
    database.close()
    with open_store_unchecked(filled) as store:
        told = " ".join(store.verify().problems)
    assert "sha256 differs" in told
    assert "is not the text at 1:" in told
    assert "outside its body" in told
    assert "belongs to no article" in told


def open_store_unchecked(root: Path) -> LocalStore:
    return LocalStore(root, read_manifest(root, 1), None)


def test_vectors_are_those_of_headline_and_text(filled: Path) -> None:
    stored = read_vectors(generation_folder(filled, 1) / VECTORS)
    expected = EMBEDDER.embed_passages([f"{made.title}\n{made.body}" for made in sorted(ALL, key=lambda a: a.id)])
    assert np.allclose(np.sort(stored.matrix() @ expected.T, axis=0)[-1], 1.0, atol=1e-5)


def test_a_word_the_index_cuts_is_counted_where_all_its_tokens_stand(filled: Path) -> None:
    with open_store(filled, embedder=EMBEDDER) as store:
        assert store.chunks_with("吞吐量") == 1
        assert store.chunks_with("relay race") == 1
        assert store.chunks_with("relay harbour") == 0
        assert store.chunks_with("") == 0
