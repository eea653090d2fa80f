import json

import pytest

from eval.collection import build_corpus, corpus_of, measure, set_fingerprint
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
        build_corpus(lone_questions, settings=Settings())


def test_a_missing_set_is_an_error_before_anything_is_built(tmp_path):
    with pytest.raises(InputError, match="no question set"):
        measure(tmp_path / "none.jsonl", settings=Settings())


def test_a_fingerprint_covers_the_questions_and_the_corpus(lone_questions):
    before = set_fingerprint(lone_questions)
    pages = lone_questions.parent / "pages"
    pages.mkdir()
    (pages / "one.txt").write_text("一", encoding="utf8")
    with_pages = set_fingerprint(lone_questions)
    lone_questions.write_text(json.dumps({"qid": "b", "question": "?"}), encoding="utf8")
    assert len({before, with_pages, set_fingerprint(lone_questions)}) == 3
