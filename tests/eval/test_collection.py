import json

import pytest

from eval.campaign import Plan, measure
from eval.collection import corpus_index, corpus_of, set_fingerprint, sets_in
from index.errors import InputError
from rag.config import Settings


@pytest.fixture
def shipped(project_root):
    return project_root / "seeds/questions.jsonl"


@pytest.fixture
def lone_questions(tmp_path):
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps({"qid": "a", "question": "?"}), encoding="utf8")
    return path


def test_the_corpus_of_the_shipped_questions_is_the_articles_and_the_pages(shipped, project_root):
    assert corpus_of(shipped) == (project_root / "seeds/articles", project_root / "seeds/pages")


def test_a_folder_set_has_its_corpus_file(tmp_path):
    (tmp_path / "corpus.jsonl.gz").touch()
    assert corpus_of(tmp_path) == (tmp_path / "corpus.jsonl.gz",)


def test_questions_without_pages_ask_for_an_index(lone_questions):
    assert corpus_of(lone_questions) == ()
    with pytest.raises(InputError, match="--index"):
        corpus_index(lone_questions, settings=Settings())


def test_a_missing_set_is_an_error_before_anything_is_built(tmp_path):
    with pytest.raises(InputError, match="no question set"):
        measure([tmp_path / "none.jsonl"], Plan(Settings()))


def test_a_fingerprint_covers_the_questions_and_the_corpus(lone_questions):
    before = set_fingerprint(lone_questions)
    pages = lone_questions.parent / "pages"
    pages.mkdir()
    (pages / "one.txt").write_text("一", encoding="utf8")
    with_pages = set_fingerprint(lone_questions)
    lone_questions.write_text(json.dumps({"qid": "b", "question": "?"}), encoding="utf8")
    assert len({before, with_pages, set_fingerprint(lone_questions)}) == 3


def a_folder_set(folder, *, corpus=True):
    folder.mkdir()
    (folder / "questions.jsonl").write_text(json.dumps({"qid": "a", "question": "?"}), encoding="utf8")
    if corpus:
        (folder / "corpus.jsonl").write_text(json.dumps({"doc_id": "d", "title": "", "text": "一"}), encoding="utf8")
    return folder


def test_a_folder_of_sets_stands_for_each_set_in_it_in_order_and_once(tmp_path):
    second, first = a_folder_set(tmp_path / "b"), a_folder_set(tmp_path / "a")
    (tmp_path / "notes").mkdir()
    assert sets_in([second, tmp_path], cache_dir=tmp_path) == (second, first)


def test_a_folder_without_sets_is_told_what_a_set_is(tmp_path):
    with pytest.raises(InputError, match=r"a set is a folder with questions\.jsonl"):
        sets_in([tmp_path], cache_dir=tmp_path)


def test_questions_that_quote_pages_near_them_are_asked_over_these_pages(tmp_path):
    folder = a_folder_set(tmp_path / "sets", corpus=False) / "quoted"
    folder.mkdir()
    gold = [{"seed": "one.txt", "quote": "渡轮十四条"}]
    (folder / "questions.jsonl").write_text(json.dumps({"qid": "a", "question": "?", "answers": ["14"], "gold": gold}), encoding="utf8")
    (tmp_path / "seeds").mkdir()
    page = tmp_path / "seeds/one.txt"
    page.write_text("渡轮十四条", encoding="utf8")
    (tmp_path / "seeds/other.txt").write_text("别的", encoding="utf8")
    (questions,) = sets_in([folder], cache_dir=tmp_path)
    assert questions == folder / "questions.jsonl"
    assert corpus_of(questions) == (page,)


def test_the_index_of_a_corpus_is_named_by_the_corpus_and_the_embedding_model(tmp_path):
    folder = a_folder_set(tmp_path / "a")
    one = corpus_index(folder, settings=Settings(cache=tmp_path))
    other = corpus_index(folder, settings=Settings(cache=tmp_path, embedding={"model": "some/model"}))
    (folder / "corpus.jsonl").write_text(json.dumps({"doc_id": "d", "title": "", "text": "二"}), encoding="utf8")
    changed = corpus_index(folder, settings=Settings(cache=tmp_path))
    assert len({one.index_dir, other.index_dir, changed.index_dir}) == 3
