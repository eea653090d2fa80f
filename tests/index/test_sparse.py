"""BM25 by hand, groups of terms, and arrays that come back as they were written."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IndexDamaged
from index.sparse import K1, B, Postings, SparseQuery, TermGroup, best, bm25, postings, read_postings, write_postings

DOCUMENTS = [["山", "水", "水"], ["山", "茶"], ["桥"], ["桥", "桥", "桥", "水", "山"]]
NUMBERS = {"山": 0, "水": 1, "茶": 2, "桥": 3}
# A term by the tokens it is made of; 山水 is no token of its own.
TOKENS = {**{term: (number,) for term, number in NUMBERS.items()}, "山水": (0, 1)}


def stored(documents: list[list[str]]) -> Postings:
    triples = [(NUMBERS[term], at, document.count(term)) for at, document in enumerate(documents) for term in dict.fromkeys(document)]
    terms, positions, counts = (np.array(column) for column in zip(*triples, strict=True))
    return postings(
        terms.astype(np.int64), positions.astype(np.int32), counts.astype(np.uint16), n_terms=len(NUMBERS), n_chunks=len(documents)
    )


def times(term: str, document: list[str]) -> int:
    return min(document.count(token) for token in term)


def by_hand(documents: list[list[str]], groups: list[TermGroup]) -> list[float]:
    average = sum(map(len, documents)) / len(documents)
    scores = [0.0] * len(documents)
    for group in groups:
        shares: dict[str, float] = {}
        for term, share in zip(group.terms, group.shares or [1.0] * len(group.terms), strict=True):
            shares[term] = max(share, shares.get(term, 0.0))
        counts = [sum(share * times(term, document) for term, share in shares.items()) for document in documents]
        frequency = sum(min(1.0, sum(share for term, share in shares.items() if times(term, document))) for document in documents)
        idf = math.log(1 + (len(documents) - frequency + 0.5) / (frequency + 0.5))
        for at, (count, document) in enumerate(zip(counts, documents, strict=True)):
            if count:
                scores[at] += group.weight * idf * count * (K1 + 1) / (count + K1 * (1 - B + B * len(document) / average))
    return scores


@st.composite
def term_groups(draw: st.DrawFn) -> TermGroup:
    terms = draw(st.lists(st.sampled_from([*TOKENS, "无"]), min_size=1, max_size=3))
    shares = draw(st.one_of(st.just([]), st.lists(st.floats(0.01, 1.0), min_size=len(terms), max_size=len(terms))))
    return TermGroup(tuple(terms), draw(st.floats(0.1, 3)), tuple(shares))


@given(
    st.lists(st.lists(st.sampled_from(sorted(NUMBERS)), min_size=1, max_size=8), min_size=1, max_size=8),
    st.lists(term_groups(), max_size=4),
)
def test_scores_are_those_worked_out_by_hand(documents: list[list[str]], groups: list[TermGroup]) -> None:
    assert bm25(stored(documents), groups, TOKENS) == pytest.approx(by_hand(documents, groups), rel=1e-4)


def test_a_group_has_the_joint_frequency_of_its_terms() -> None:
    joint = bm25(stored(DOCUMENTS), [TermGroup(("茶", "桥"))], TOKENS)
    apart = bm25(stored(DOCUMENTS), [TermGroup(("茶",)), TermGroup(("桥",))], TOKENS)
    assert set(np.flatnonzero(joint)) == {1, 2, 3}
    assert (joint[[1, 2, 3]] < apart[[1, 2, 3]]).all()


def test_an_unlikely_translation_scores_less_than_the_likely_one() -> None:
    scores = bm25(stored([["茶"], ["桥"], ["水"]]), [TermGroup(("茶", "桥"), shares=(1.0, 0.2))], TOKENS)
    assert scores[0] > scores[1] > scores[2] == 0


def test_a_word_the_index_cuts_stands_where_all_its_tokens_stand() -> None:
    assert set(np.flatnonzero(bm25(stored(DOCUMENTS), [TermGroup(("山水",))], TOKENS))) == {0, 3}


def test_a_token_said_twice_weighs_twice() -> None:
    assert SparseQuery.of(["山", "水", "山"]) == SparseQuery((TermGroup(("山",), 2.0), TermGroup(("水",), 1.0)))


def test_terms_the_collection_does_not_know_score_nothing() -> None:
    assert not bm25(stored(DOCUMENTS), [TermGroup(("无",)), TermGroup(())], TOKENS).any()


def test_best_is_ordered_and_holds_only_what_is_allowed() -> None:
    scores = np.array([0.5, 2.0, 0.0, 2.0, 1.0], dtype=np.float32)
    assert best(scores, 3) == [(1, 2.0), (3, 2.0), (4, 1.0)]
    assert best(scores, 1) == [(1, 2.0)]
    assert best(scores, 9, allowed=np.array([True, False, True, True, False])) == [(3, 2.0), (0, 0.5)]
    assert best(np.zeros(3, dtype=np.float32), 5) == []


def test_arrays_come_back_as_they_were_written(tmp_path: Path) -> None:
    made = stored(DOCUMENTS)
    write_postings(tmp_path, made)
    again = read_postings(tmp_path)
    assert all(np.array_equal(getattr(made, name), getattr(again, name)) for name in ("indptr", "positions", "counts", "lengths"))
    assert again.frequencies().tolist() == [3, 2, 1, 2]


def test_arrays_that_do_not_fit_each_other_are_refused(tmp_path: Path) -> None:
    write_postings(tmp_path, stored(DOCUMENTS))
    np.save(tmp_path / "sparse_counts.npy", np.zeros(2, dtype=np.uint16))
    with pytest.raises(IndexDamaged, match="differ in length"):
        read_postings(tmp_path)
    (tmp_path / "sparse_counts.npy").write_bytes(b"no array")
    with pytest.raises(IndexDamaged, match="cannot be read"):
        read_postings(tmp_path)
