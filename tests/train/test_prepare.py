import json

import numpy as np
import pytest

from index.encoder_tokens import EncoderTokens
from index.errors import ModelError
from index.train.base import WORD_TABLE, read_base, shape_of
from index.train.gloss_rows import gloss_rows
from index.train.pairs import Pair
from index.train.prepared import (
    BASE_FILE,
    TEXTS_FILE,
    TOKENIZER_FILE,
    WORDS_FILE,
    Texts,
    punctuation,
    read_base_file,
    read_texts,
    read_words,
    vocabulary_of,
    write_base,
    write_texts,
    write_words,
)
from index.train.student import initial_encoder, weights_of
from index.train.vocabulary import choose_words, count_words, tokenizer_file
from tests.train.conftest import DIM, SUBJECTS, WORDS, tiny_base


def test_every_character_is_in_the_vocabulary_before_any_word():
    glossed = ["犇", "户外", "山", "劳动", "劳动者"]
    assert set(choose_words(glossed, {}, size=2)) == {"犇", "山"}
    assert set(choose_words(glossed, {}, size=5)) == set(glossed)


def test_a_word_seen_often_in_the_training_text_comes_before_one_that_newspapers_know_better():
    rare, common = "铁路桥", "中国"
    assert choose_words([rare, common], {}, size=1) == [common]
    assert choose_words([rare, common], {rare: 100_000}, size=1) == [rare]


def test_words_are_counted_as_texts_are_cut():
    counted = count_words([Pair("鐵路通車", ""), Pair("铁路", "")])
    assert counted["铁路"] == 2


def test_a_word_that_the_base_holds_already_shifts_no_other():
    base = tiny_base()
    held = json.loads(base.tokenizer)["model"]["vocab"]
    found = json.loads(tokenizer_file(base.tokenizer, ["户外", "山", "桥"]))["model"]["vocab"]
    assert found["山"] == held["山"]
    assert sorted(found.values()) == list(range(len(held) + 2))
    assert [found["户外"], found["桥"]] == [len(held), len(held) + 1]


def test_each_row_of_the_student_is_that_of_the_word_the_tokenizer_gives_its_number(prepared):
    weights, facts, vocabulary = read_base_file(prepared / BASE_FILE), read_words(prepared / WORDS_FILE), vocabulary_of(prepared)
    words, rows = gloss_rows(facts["glosses"], facts["readings"], weights[WORD_TABLE], lambda texts: [facts["pieces"][t] for t in texts])
    table = weights_of(initial_encoder(prepared, dropout=0)[1])[WORD_TABLE]
    assert "山" in words
    assert vocabulary["山"] < len(weights[WORD_TABLE])
    assert len(table) == len(vocabulary)
    np.testing.assert_allclose(table[[vocabulary[word] for word in words]], rows, atol=1e-6)
    others = [number for piece, number in vocabulary.items() if number < len(weights[WORD_TABLE]) and piece not in words]
    np.testing.assert_array_equal(table[others], weights[WORD_TABLE][others])


def test_the_prepared_texts_are_cut_as_the_finished_encoder_cuts_them(prepared):
    from tokenizers import Tokenizer

    texts, vocabulary = read_texts(prepared / TEXTS_FILE), vocabulary_of(prepared)
    cutter = EncoderTokens(Tokenizer.from_file(str(prepared / TOKENIZER_FILE)), max_tokens=256)
    assert texts["sentences/tatoeba/zh"][0].tolist() == cutter.ids("桥梁今天开放。")[1:-1]
    words = [texts["words/zh"][i].tolist() for i in range(len(texts["words/zh"]))]
    assert [vocabulary["山"]] in words
    assert len(words) == len(SUBJECTS)
    assert len(read_words(prepared / WORDS_FILE)["glosses"]) == WORDS


def test_every_fifth_pair_nearest_to_news_is_held_back_and_not_trained_on(prepared):
    texts = read_texts(prepared / TEXTS_FILE)
    assert {name.split("/")[1] for name in texts if name.startswith("held/")} == {"mlqe-wiki", "tico19"}
    assert len(texts["held/tico19/zh"]) + len(texts["sentences/tico19/zh"]) == len(texts["sentences/tatoeba/zh"])
    kept = {tuple(texts["sentences/tico19/zh"][i].tolist()) for i in range(len(texts["sentences/tico19/zh"]))}
    assert not kept & {tuple(texts["held/tico19/zh"][i].tolist()) for i in range(len(texts["held/tico19/zh"]))}


def test_texts_come_back_as_they_were_written(tmp_path):
    written = {"a": Texts.of([[1, 70_000, 3], [], [96_000]]), "none": Texts.of([])}
    write_texts(tmp_path / "texts.xz", written)
    found = read_texts(tmp_path / "texts.xz")
    assert {name: [each[i].tolist() for i in range(len(each))] for name, each in found.items()} == {
        "a": [[1, 70_000, 3], [], [96_000]],
        "none": [],
    }


def test_words_and_weights_come_back_as_they_were_written(tmp_path):
    write_words(tmp_path / "words", {"glosses": {"桥": ["bridge"]}})
    assert read_words(tmp_path / "words") == {"glosses": {"桥": ["bridge"]}}
    weights = tiny_base().weights
    write_base(tmp_path / "base.npz", weights)
    found = read_base_file(tmp_path / "base.npz")
    assert found.keys() == weights.keys()
    assert all(np.abs(found[name] - weights[name]).max() < 0.02 for name in weights)
    write_base(tmp_path / "again.npz", found)
    again = read_base_file(tmp_path / "again.npz")
    assert all(np.allclose(again[name], found[name], atol=1e-6) for name in found)


def test_punctuation_is_known_by_its_piece_and_no_chinese_word_is_taken_for_it(prepared):
    marks, vocabulary = punctuation(prepared), vocabulary_of(prepared)
    assert [bool(marks[vocabulary[piece]]) for piece in ("!", "?", "a", "7", "山", "铁")] == [True, True, False, False, False, False]
    assert not marks[-1]


def test_sizes_are_told_by_the_weights():
    shape = shape_of(tiny_base().weights)
    assert (shape.layers, shape.heads, shape.dim) == (2, DIM // 32, DIM)


def test_weights_that_are_not_the_original_are_refused(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"altered")
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelError, match=r"expected 53aa51172d14.*wenju\[train\]"):
        read_base(tmp_path)


def test_a_base_that_is_missing_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"model\.safetensors.*wenju\[train\]"):
        read_base(tmp_path)
