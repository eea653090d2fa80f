"""Learning how sure an answer is: examples of a small set asked in every way, and weights that tell them apart."""

import gzip
import json
from random import Random

import pytest

from eval.near_misses import Collected, struck_out, swaps, trials_of
from eval.sureness import Example, learn, main
from index.train.retrieval import Part
from rag.ranker import HAN
from rag.sureness import OTHERS
from tests.newsroom import model_cache

TEXTS = {
    "d5": "江阴 江阴大桥一九九九年通车，全长3071米，由周世忠主持设计。桥上每天过车9万辆。",
    "d2": "江阴 江阴港有泊位45个，货物多是矿石和煤炭。",
    "d3": "无锡 无锡地铁一号线设24座车站。",
}
ROW = {
    "qid": "q1",
    "question": "江阴大桥由谁主持设计?",
    "answers": ["周世忠"],
    "gold_doc_ids": ["d5"],
    "answerable": True,
    "lang": "zh-Hans",
    "kind": "person",
}


def made(row=ROW, texts=TEXTS):
    return {trial.made: trial for trial in trials_of(row, ("d5", "d2", "d3"), Collected(texts), ["无锡地铁有几座车站?"], Random(1))}


def test_a_question_is_asked_with_its_answer_and_without():
    trials = made()
    assert {name for name, trial in trials.items() if trial.answerable} == {"open"}
    assert trials["without"].pool == ("d2", "d3")
    assert (trials["struck"].pool, trials["struck"].struck) == ((), ("d5",))


def test_over_a_large_collection_a_few_documents_are_asked_too():
    large = TEXTS | {f"x{n}": "别的" for n in range(200)}
    trials = made(texts=large)
    assert set(trials["pool"].pool) == {"d5", "d2", "d3"}
    assert set(trials["near"].pool) == set(trials["struck"].pool) - {"d5"} == {"d2", "d3"}


def test_another_document_that_holds_the_answer_is_taken_away_too():
    assert made(texts=TEXTS | {"d4": "周世忠获奖"})["without"].pool == ("d2", "d3")


def test_a_question_whose_documents_are_not_here_has_no_answer_here():
    assert [trial.answerable for trial in made(ROW | {"gold_doc_ids": ["d9"], "answers": ["茅以升"]}).values()] == [False]
    assert not made(ROW | {"gold_doc_ids": ["d9"]})  # another document holds the answer: nobody knows


def test_a_one_character_answer_is_not_taken_away():
    assert set(made(ROW | {"answers": ["是"]})) == {"open"}


def test_a_question_without_an_answer_stays_one():
    assert not any(trial.answerable for trial in made(ROW | {"answerable": False, "answers": [], "gold_doc_ids": []}).values())


@pytest.mark.parametrize(
    ("text", "kept", "gone"),
    [
        ("2021年第三届比赛在哪里举行?", "届比赛在哪里举行?", ""),
        ("四川有多少座大桥?", "有多少座大桥?", "四川"),
        ("who built the Humber Bridge", "who built the", "Humber"),
    ],
)
def test_a_swap_changes_one_thing_of_the_question(text, kept, gone):
    swapped = list(swaps(text, ["云南的茶园在哪里? what did Isambard Brunel build"], Random(2)))
    assert swapped
    for other in swapped:
        assert other != text
        assert kept in other
    assert not gone or any(gone not in other for other in swapped)


def test_struck_sentences_are_blank_and_offsets_stay():
    body = TEXTS["d5"]
    left = struck_out(body, ["周世忠"])
    assert len(left) == len(body)
    assert "周世忠" not in left
    assert left.endswith("桥上每天过车9万辆。")


def example(pair, value, there, part=Part.TRAIN):
    return Example("s", pair, part, "open" if there else "near", there, there, {"article": value, "absent": 1 - value, "similarity": value})


def test_weights_tell_what_is_there_and_refuse_few_of_it():
    drawn = Random(3)
    listed = [example(HAN, drawn.uniform(0.4, 1), there=True) for _ in range(60)]
    listed += [example(HAN, drawn.uniform(0, 0.6), there=False) for _ in range(60)]
    learned = learn(listed + [example("across", e.known["article"], there=e.there) for e in listed])
    assert set(learned) == {HAN, f"{HAN} by words", OTHERS, f"{OTHERS} by words"}
    for model in learned.values():
        assert model["there"]["weights"]["article"] >= 0 >= model["there"]["weights"]["absent"]
        assert 0 < model["refuse_below"] < 0.5
    assert "similarity" in learned[HAN]["there"]["weights"]
    assert "similarity" not in learned[f"{HAN} by words"]["there"]["weights"]


def test_weights_are_learned_from_a_set_and_kept_with_what_was_asked(tmp_path):
    folder = tmp_path / "bridges"
    folder.mkdir()
    rows = [{"doc_id": name, "title": text[:2], "text": text[3:], "lang": "zh-Hans"} for name, text in TEXTS.items()]
    rows += [{"doc_id": f"x{n}", "title": "", "text": f"第{n}号仓库存放茶叶{n + 3}吨。", "lang": "zh-Hans"} for n in range(24)]
    # d5 is of the training part by its hash; so are the negatives chosen here.
    questions = [ROW, ROW | {"qid": "q2", "question": "江阴大桥全长多少米?", "answers": ["3071米"], "kind": "number"}]
    questions += [
        ROW | {"qid": f"n{n}", "question": f"{n}号灯塔由谁建造?", "answers": [], "gold_doc_ids": [], "answerable": False} for n in range(40)
    ]
    for name, listed in (("corpus", rows), ("questions", questions)):
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in listed)
    out, kept = tmp_path / "weights.json", tmp_path / "examples.jsonl"
    command = [str(folder), "--cache", str(model_cache()), "--limit", "20", "--examples", str(kept), "--out", str(out)]
    assert main(command) == 0
    first = out.read_bytes()
    assert json.loads(first)["card"]["sets"] == ["bridges"]
    assert main(command) == 0  # from what was kept
    assert out.read_bytes() == first
