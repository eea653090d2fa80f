import json

import numpy as np

from eval.reader import Lesson, rightness, vocabulary, write_reader
from rag.reader.features import Known
from rag.reader.model import Reader, edge_rows

WORDS = (("由", "青竹", "书店", "承办"), ("", "旧书", "市集", "由"), ("市集", "承办", "承办", "。"))


def lesson(seed):
    rng = np.random.default_rng(seed)
    numbers = rng.normal(size=(3, 4)).astype(np.float32)
    numbers[:, 0] = [3, -3, -3]  # the first column tells which is right
    return Lesson(Known((), numbers, np.ones((3, 4), np.int8), WORDS, np.ones(2, np.float32)), np.array([1, 0, 0], np.float32))


def test_rightness_is_of_words_and_of_holding_the_reference():
    exact, longer, other = rightness(["青竹书店", "青竹书店承办", "旧书"], ["青竹书店"])
    assert exact == 1
    assert 0.3 < longer < 1
    assert other < 0.3


def test_a_word_has_a_row_when_enough_questions_have_it():
    assert "由" in vocabulary([lesson(n) for n in range(15)])["before"]
    assert vocabulary([lesson(n) for n in range(14)])["before"] == []


def test_what_is_learned_is_written_and_read_again(tmp_path):
    listed = [lesson(n) for n in range(24)]
    write_reader(listed, card={"what": "a test"}, out=tmp_path / "reader.npz")
    told = json.loads((tmp_path / "reader.json").read_text(encoding="utf-8"))
    assert told["card"] == {"what": "a test", "questions": 24}
    places = {edge: {word: row for row, word in enumerate(words, 1)} for edge, words in told["words"].items()}
    assert edge_rows(WORDS, places)[0][0] == places["before"]["由"]
    with np.load(tmp_path / "reader.npz", allow_pickle=False) as stored:
        reader = Reader({name: stored[name].astype(np.float32) for name in stored.files}, places)
    unseen = [lesson(n) for n in range(100, 110)]
    assert [int(reader.scores(each.known).argmax()) for each in unseen] == [0] * 10
