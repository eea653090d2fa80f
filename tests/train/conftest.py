"""A training in small: a BERT of two layers with weights of chance, a few dozen pairs, two small question sets."""

import gzip
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.encoder_tokens import EncoderTokens
from index.train.base import WORD_TABLE, Base
from index.train.pairs import SENTENCE_SETS, WORD_SETS
from index.train.prepare import prepare
from index.train.prepared import TOKENIZER_FILE
from index.train.recipe import Recipe
from index.train.retrieval import SETS, Part, part_of
from index.train.validation import SETS as VALIDATION_SETS
from index.train.validation import prepare_validation

DIM = 64
# The most frequent of 10,955 characters: more cost each test that starts a training half a second.
WORDS = 1500
TINY = Recipe(steps=4, question_share=0.5, sentences=6, words=4, clozes=5, questions=3, negatives=2, warmup=2, longest=48, dropout=0.1)
SUBJECTS = {
    "桥梁": "bridge",
    "铁路": "railway",
    "学生": "students",
    "渔民": "fishermen",
    "小麦": "wheat",
    "博物馆": "museum",
    "山": "mountain",
}
DEEDS = {"今天开放": "opened today", "去年建成": "was built last year", "非常重要": "is very important", "已经修好": "has been repaired"}


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    import torch

    torch.set_num_threads(1)


def write_pairs(folder: Path, name: str, pairs: Sequence[tuple[str, str]]) -> None:
    (folder / name).mkdir(parents=True, exist_ok=True)
    with gzip.open(folder / name / "pairs.tsv.gz", "wt", encoding="utf-8") as file:
        file.writelines(f"{chinese}\t{english}\n" for chinese, english in pairs)


def write_rows(path: Path, rows: Sequence[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def ids_of(part: Part, count: int) -> list[str]:
    """Document ids that belong to a part."""
    return [name for number in range(1000) if part_of(name := f"doc-{number}") is part][:count]


def tiny_base() -> Base:
    """An encoder of two layers over single letters and some words, its marks at the numbers that BERT gives them; it knows 山 already."""
    pieces = ["[PAD]", *(f"[unused{n}]" for n in range(99)), "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"!?.,山"]
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    english = {word for text in (*SUBJECTS.values(), *DEEDS.values()) for word in text.split()}
    pieces += [*letters, *(f"##{letter}" for letter in letters), *sorted(english)]
    rng = np.random.default_rng(3)
    sizes = {"attention.self.query": (DIM, DIM), "attention.self.key": (DIM, DIM), "attention.self.value": (DIM, DIM)}
    sizes |= {"attention.output.dense": (DIM, DIM), "intermediate.dense": (4 * DIM, DIM), "output.dense": (DIM, 4 * DIM)}
    made = {
        WORD_TABLE: rng.normal(size=(len(pieces), DIM)),
        "embeddings.position_embeddings.weight": rng.normal(size=(300, DIM)) / 5,
        "embeddings.token_type_embeddings.weight": rng.normal(size=(2, DIM)) / 5,
    }
    norms = ["embeddings.LayerNorm"]
    for layer in range(2):
        prefix = f"encoder.layer.{layer}."
        norms += [prefix + "attention.output.LayerNorm", prefix + "output.LayerNorm"]
        for name, size in sizes.items():
            made |= {f"{prefix}{name}.weight": rng.normal(size=size) / 12, f"{prefix}{name}.bias": rng.normal(size=size[0]) / 20}
    for name in norms:
        made |= {f"{name}.weight": np.ones(DIM), f"{name}.bias": np.zeros(DIM)}
    return Base({name: tensor.astype(np.float32) for name, tensor in made.items()}, tokenizer_text(pieces))


def tokenizer_text(pieces: Sequence[str]) -> str:
    from tokenizers import BertWordPieceTokenizer
    from tokenizers.processors import TemplateProcessing

    tokenizer = BertWordPieceTokenizer({piece: number for number, piece in enumerate(pieces)})
    tokenizer._tokenizer.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 101), ("[SEP]", 102)])
    return str(tokenizer._tokenizer.to_str())


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Folders of pairs and of question sets."""
    root = tmp_path_factory.mktemp("data")
    sentences = [(s + d + "。", f"The {e} {f}.") for s, e in SUBJECTS.items() for d, f in DEEDS.items()]
    for name in SENTENCE_SETS:
        write_pairs(root / "train", name, sentences * (30 if name == "laws-tw" else 1))
    for name in WORD_SETS:
        write_pairs(root / "train", name, [*SUBJECTS.items()])
    for name in {*SETS, *VALIDATION_SETS}:
        write_set(root / "eval" / name, sentences)
    return root / "train", root / "eval"


def write_set(folder: Path, sentences: Sequence[tuple[str, str]]) -> None:
    """Documents of all parts, a filler among them, each with a question in either language."""
    names = [*ids_of(Part.TRAIN, 14), *ids_of(Part.CHOOSE, 4), *ids_of(Part.REPORT, 8)]
    corpus = [
        {"doc_id": doc, "title": sentences[at][0][:6], "text": sentences[at][0] * 3, "source": "written"} for at, doc in enumerate(names)
    ]
    corpus += [{"doc_id": doc, "title": "填充", "text": "填充的新闻。", "source": "CRUD-RAG"} for doc in ids_of(Part.TRAIN, 20)[14:]]
    questions: list[dict[str, object]] = []
    for at, doc in enumerate(names):
        shared = {"gold_doc_ids": [doc], "answers": [sentences[at][0][:2]], "answerable": True}
        questions.append({"qid": f"{doc}-zh", "lang": "zh", "question": f"哪里的{sentences[at][0][:4]}？", **shared})
        questions.append({"qid": f"{doc}-en", "lang": "en", "parallel": f"{doc}-zh", "question": f"Which {sentences[at][1]}", **shared})
    write_rows(folder / "corpus.jsonl.gz", corpus)
    write_rows(folder / "questions.jsonl.gz", questions)


@pytest.fixture(scope="session")
def prepared(data: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared folder of the small data and the small base."""
    from tokenizers import Tokenizer

    folder = tmp_path_factory.mktemp("prepared")
    prepare(*data, folder, size=WORDS, base=tiny_base())
    prepare_validation(data[1], folder, EncoderTokens(Tokenizer.from_file(str(folder / TOKENIZER_FILE)), max_tokens=256))
    return folder


@pytest.fixture(scope="session")
def trained(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What two steps of training wrote, tokenizer and facts beside it."""
    from dataclasses import asdict, replace
    from shutil import copyfile

    from index.train.made import write_made
    from index.train.prepared import write_base
    from index.train.student import weights_of
    from index.train.trainer import Trainer

    path = tmp_path_factory.mktemp("trained") / "trained.npz"
    recipe = replace(TINY, steps=2)
    trainer = Trainer(prepared, recipe, device="cpu")
    trainer.train()
    write_base(path, weights_of(trainer.state.student))
    write_made(path, {"words": WORDS, "trainings": [{"steps": 2, "recipe": asdict(recipe)}], "device": "one processor"})
    copyfile(prepared / TOKENIZER_FILE, path.parent / TOKENIZER_FILE)
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
