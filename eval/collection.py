"""The collection a set is asked over: its own corpus, built once in the cache, or an index that stands already."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from eval.beir import is_beir
from eval.cache import code_version
from eval.datasets import CORPUS_NAMES, fingerprint_of, load_set, question_file
from eval.importers import as_folder_set
from eval.workers import Corpus, answers_folder
from index.errors import InputError
from rag.config import Settings

# Beside a questions file, these folders are what it asks about; it is the layout of seeds/.
_PAGE_FOLDERS = ("articles", "pages")
# Where the pages that gold is quoted from may lie, from the questions file's folder.
_QUOTED_FOLDERS = (".", "pages", "../seeds", "../../seeds")
_QUESTION_NAMES = ("questions.jsonl", "questions.jsonl.gz")


def sets_in(paths: Iterable[Path], *, cache_dir: Path) -> tuple[Path, ...]:
    """The sets that paths name: each path itself, or the sets a folder holds when it is none, in order of name.

    Args:
        paths: sets of ours or in another format (`eval.importers`), or folders of sets.
        cache_dir: where folder sets made from other formats lie.

    Raises:
        InputError: a folder that is no set and holds none, or a set in another format that cannot be read.
    """
    found: list[Path] = []
    for path in paths:
        inner = [path] if _is_set(path) else [each for each in sorted(path.iterdir()) if _is_set(each)] if path.is_dir() else [path]
        if not inner:
            raise InputError(f"{path} is no question set and holds none; a set is a folder with questions.jsonl[.gz], or such a file")
        found += [_readable(as_folder_set(each, cache_dir=cache_dir)) for each in inner]
    return tuple(dict.fromkeys(found))


def corpus_of(set_path: Path) -> tuple[Path, ...]:
    """The files and folders a set is asked over; empty when it only makes sense over an index of one's own."""
    folder, names = (set_path, CORPUS_NAMES) if set_path.is_dir() else (set_path.parent, _PAGE_FOLDERS)
    beside = tuple(folder / name for name in names if (folder / name).exists())
    return beside or (_quoted_pages(set_path) if set_path.is_file() else ())


def set_fingerprint(set_path: Path) -> str:
    """What the figures of a run stand for: the questions, and the corpus where the set has one."""
    return fingerprint_of([question_file(set_path), *corpus_of(set_path)])


def corpus_index(set_path: Path, *, settings: Settings) -> Corpus:
    """The corpus of a set and the folder of its index, named by corpus, embedding model and the code that builds it.

    Raises:
        InputError: the set has no corpus beside it.
    """
    corpus = corpus_of(set_path)
    if not corpus:
        raise InputError(f"{set_path} has no corpus beside it ({', '.join(_PAGE_FOLDERS)}); name the index it is asked over with --index")
    embedding = settings.embedding
    # A prompt that is not set is not an empty one; the model's own are part of its fingerprint, which the index checks.
    prompts = ("" if prompt is None else repr(prompt) for prompt in (embedding.query_prompt, embedding.passage_prompt))
    model = hashlib.sha256("\0".join((embedding.model, *prompts)).encode()).hexdigest()[:8]
    return Corpus(corpus, answers_folder(settings) / f"{fingerprint_of(corpus)}-{model}-{code_version('index')[:8]}")


def _quoted_pages(questions: Path) -> tuple[Path, ...]:
    """The pages that gold is quoted from, where all of them lie together near the questions."""
    names = sorted({gold.source for question in load_set(questions).questions for gold in question.gold_quotes})
    for folder in (questions.resolve().parent / near for near in _QUOTED_FOLDERS):
        pages = tuple((folder / name).resolve() for name in names if name)
        if pages and all(page.is_file() for page in pages):
            return pages
    return ()


def _is_set(path: Path) -> bool:
    return path.is_dir() and (any((path / name).is_file() for name in _QUESTION_NAMES) or is_beir(path))


def _readable(path: Path) -> Path:
    """A folder without a corpus file is asked over the pages its gold is quoted from: its questions file is the set."""
    if path.is_dir() and not any((path / name).is_file() for name in CORPUS_NAMES):
        return next(path / name for name in _QUESTION_NAMES if (path / name).is_file())
    return path
