"""How well the vectors alone find a document: the figures of the model card, and what trainings are chosen by."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.chunk import chunk_article, search_text
from index.encoder_tokens import EncoderTokens
from index.schema import Article
from index.train.prepared import Texts, read_texts, write_texts
from index.train.retrieval import Part, is_unseen, part_of_question, rows_of

CHUNKS_FILE, FACTS_FILE = "validation.xz", "validation.json"
SETS = ("xquad-xl", "crud-news", "bitext-ntrex", "bitext-flores", "drcd-hant")
_CUTOFFS = (1, 5, 10)

Encode = Callable[[Texts], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Recall:
    """Share of the questions whose document is among the first k.

    Attributes:
        name: set, language of the question, part of the documents.
        questions: how many.
        at: k → share.
    """

    name: str
    questions: int
    at: dict[int, float]


def prepare_validation(eval_data: Path, folder: Path, cutter: EncoderTokens) -> None:
    """Write chunks and questions of the sets that are reported, cut as an index would hold them."""
    texts: dict[str, Texts] = {}
    facts: dict[str, Any] = {}
    for name in SETS:
        numbers: dict[str, int] = {}
        chunks: list[list[int]] = []
        owners: list[int] = []
        for row in rows_of(eval_data / name / "corpus.jsonl.gz"):
            number = numbers.setdefault(row["doc_id"], len(numbers))
            own = row["doc_id"]
            article = Article(own, own, "default", own, name, row.get("title", ""), row["text"])
            for chunk in chunk_article(article):
                chunks.append(cutter.ids(search_text(article.title, chunk.text))[1:-1])
                owners.append(number)
        asked = [q for q in rows_of(eval_data / name / "questions.jsonl.gz") if q.get("answerable", True) and q.get("gold_doc_ids")]
        texts[f"{name}/chunks"] = Texts.of(chunks)
        texts[f"{name}/questions"] = Texts.of(cutter.ids(q["question"])[1:-1] for q in asked)
        facts[name] = {
            "owners": owners,
            "gold": [[numbers[d] for d in q["gold_doc_ids"]] for q in asked],
            "slices": [f"{name} {q['lang']} {_slice(q)}" for q in asked],
        }
    write_texts(folder / CHUNKS_FILE, texts)
    (folder / FACTS_FILE).write_text(json.dumps(facts), encoding="utf-8")


def recalls(folder: Path, encode: Encode) -> list[Recall]:
    """Recall of every slice, one line a set, language and part."""
    texts = read_texts(folder / CHUNKS_FILE)
    facts = json.loads((folder / FACTS_FILE).read_text(encoding="utf-8"))
    found: list[Recall] = []
    for name, known in facts.items():
        ranks = _ranks(encode(texts[f"{name}/questions"]), encode(texts[f"{name}/chunks"]), known)
        for each in sorted(set(known["slices"])):
            own = ranks[[at for at, listed in enumerate(known["slices"]) if listed == each]]
            found.append(Recall(each, len(own), {k: float((own < k).mean()) for k in _CUTOFFS}))
    return found


def held_recall(texts: Mapping[str, Texts], encode: Encode, teach: Encode) -> dict[str, float]:
    """Share of the held-back English sentences, by the teacher's vector, whose Chinese is nearest; by set."""
    names = sorted({name.split("/")[1] for name in texts if name.startswith("held/")})
    found: dict[str, float] = {}
    for name in names:
        scores = teach(texts[f"held/{name}/en"]) @ encode(texts[f"held/{name}/zh"]).T
        found[name] = float((scores.argmax(1) == np.arange(len(scores))).mean())
    return found


def _slice(question: dict[str, Any]) -> str:
    """The part of a question, or ``mixed`` where its documents are of several or a training reads one of them elsewhere."""
    part = part_of_question(question)
    return part if part is Part.TRAIN or (part and is_unseen(question)) else "mixed"


def _ranks(queries: NDArray[np.float32], chunks: NDArray[np.float32], known: dict[str, Any]) -> NDArray[np.int64]:
    """Rank, from 0, of the best right document of each query."""
    owners = np.asarray(known["owners"])
    ranks = np.zeros(len(queries), np.int64)
    for at, scores in enumerate(queries @ chunks.T):
        best = np.full(owners.max() + 1, -2.0, np.float32)
        np.maximum.at(best, owners, scores)
        ranks[at] = (best > best[known["gold"][at]].max()).sum()
    return ranks
