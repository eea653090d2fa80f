"""Learns how sure an answer is: the weights of `rag.sureness`, from questions with and without an answer (`eval.near_misses`).

Logistic regression with a quadratic penalty over standardised signs; questions with and without an answer weigh alike in sum. Refused is
what likelier has no answer than has one, were so many of the questions asked without one as is assumed.

    python -m eval.sureness xquad-xl cmrc-open drcd-hant chrono-news   (folders of sets)
"""

import argparse
import json
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.collection import corpus_index
from eval.datasets import question_of
from eval.near_misses import NEAREST, Collected, Trial, struck_out, trials_of
from eval.records import json_records
from eval.rows import answer_scores
from eval.systems import open_wenju
from eval.workers import Corpus, build_index
from index.schema import Article, Filter
from index.text import fold
from index.train.retrieval import Part, part_of, part_of_question
from rag.config import Settings
from rag.engine import Engine
from rag.ranker import ACROSS, HAN
from rag.schema import Answer
from rag.signs import AGAINST, FREE, OF_VECTORS
from rag.sureness import BY_WORDS, OTHERS, SURENESS_FILE

# What a near miss is worth beside a document of another topic: it is the rarer and the harder.
_WORTH = {"struck": 1.5, "other": 1.5, "near": 0.5, "without": 0.5}
# Of the questions learned from one in four is in another language than its documents.
_ACROSS = 2.0
_OF_CHINESE = frozenset({"pairs_own", "pairs_near", "pairs_article", "run", "odds", "best_odds"})
_PENALTY = 5.0
# Of the questions asked, so many are taken to have no answer. In what is learned from half have none, so below this likelihood a question
# asked likelier has none than has one.
_UNANSWERABLE = 0.08
_QUESTIONS = 200
# A small collection: documents that answer so many questions, so many others, and as many questions more that none of them answers.
_FROM_SMALL, _FILLERS = 16, 16

_Row = Mapping[str, Any]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Example:
    """One asking and what came of it.

    Attributes:
        dataset: the set's name.
        pair: which languages question and article are in (`rag.ranker`).
        part: of the documents that answer.
        made: how the question was made (`eval.near_misses.Trial`).
        there: whether the answer stands in what the answer cites; None where it could, and another sentence was chosen.
        right: whether the answer given is right.
        known: sign → number.
    """

    dataset: str
    pair: str
    part: Part
    made: str
    there: bool | None
    right: bool
    known: Mapping[str, float]


def examples_of(set_path: Path, settings: Settings, *, limit: int = _QUESTIONS) -> Iterator[Example]:
    """Ask the first so many questions of a set that may be learned from, in every way; what is refused by rule gives no example.

    They are asked over the whole collection, whose index is built where it is missing, and over small ones of a few of its documents: what
    search says of a document hangs on how many others there are.
    """
    corpus = corpus_index(set_path, settings=settings)
    if not (corpus.index_dir / "CURRENT").exists():
        build_index(corpus, settings)
    documents = [row for _, row in json_records(set_path / "corpus.jsonl.gz")]
    parted = [(row, _part(row)) for _, row in json_records(set_path / "questions.jsonl.gz")]
    chosen = [(row, part) for row, part in parted if part in {Part.TRAIN, Part.CHOOSE}]
    # The order of the file goes by document; drawn at random, but always the same ones.
    chance = Random(0)  # noqa: S311 - a draw that comes out the same
    chance.shuffle(chosen)
    asked = _Desk(open_wenju(corpus.index_dir, settings), documents, tuple(row["question"] for row, _ in chosen))
    for row, part in chosen[:limit]:
        yield from asked.examples(row, part)
    for _ in range(max(1, limit // _FROM_SMALL)):
        yield from _small(chance, documents, chosen, settings)


def _small(chance: Random, documents: Sequence[_Row], chosen: Sequence[tuple[_Row, Part | None]], settings: Settings) -> Iterator[Example]:
    """Examples over a collection of a few documents: of questions that they answer, and of others."""
    some = chance.sample(chosen, min(_FROM_SMALL * 2, len(chosen)))
    wanted = {doc_id for row, _ in some[:_FROM_SMALL] for doc_id in row["gold_doc_ids"]}
    kept = [row for row in documents if row["doc_id"] in wanted] + chance.sample(documents, min(_FILLERS, len(documents)))
    kept = list({row["doc_id"]: row for row in kept}.values())
    with TemporaryDirectory() as folder:
        source = Path(folder) / "corpus.jsonl"
        source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept), encoding="utf-8")
        build_index(Corpus((source,), Path(folder) / "index"), settings)
        desk = _Desk(open_wenju(Path(folder) / "index", settings), kept, tuple(row["question"] for row, _ in chosen))
        for row, part in some:
            yield from desk.examples(row, part)
        desk.engine.store.close()


class _Desk:
    """Asks questions over one collection.

    Args:
        engine: over its index.
        documents: its rows.
        questions: of the set.
    """

    def __init__(self, engine: Engine, documents: Sequence[_Row], questions: Sequence[str]) -> None:
        self.engine = engine
        self._collected = Collected({row["doc_id"]: fold(f"{row.get('title') or ''}\n{row['text']}") for row in documents})
        self._questions = questions

    def examples(self, row: _Row, part: Part | None) -> Iterator[Example]:
        """Of one question, asked in every way."""
        near = tuple(each.passage.doc_id or "" for each in self.engine.retrieve(row["question"], k=NEAREST))
        chance = Random(row["qid"])  # noqa: S311 - as above
        for trial in trials_of(row, near, self._collected, self._questions, chance):
            if example := _asked(self.engine, row, trial, part):
                yield example


def _part(row: _Row) -> Part | None:
    return part_of_question(row) if row.get("answerable", True) else part_of(row["qid"])


def _asked(engine: Engine, row: _Row, trial: Trial, part: Part | None) -> Example | None:
    question = question_of(row)

    def struck(article_id: str) -> Article | None:
        article = engine.article(article_id)
        if article and article.doc_id in trial.struck:
            return replace(article, body=struck_out(article.body, row["answers"]))
        return article

    asked = engine.reading(struck) if trial.struck else engine
    answer, signs = asked.examined(trial.text, filters=Filter(doc_ids=trial.pool), as_of=question.as_of)
    if signs is None or part is None:
        return None
    right = trial.answerable and answer_scores(question, answer)["right"] == 1.0
    there = (_stands(answer, row) or right or None) if trial.answerable else False
    return Example(question.dataset, signs.pair, part, trial.made, there, right, signs.known)


def _stands(answer: Answer, row: _Row) -> bool:
    """Whether a citation is of a document that answers, or holds the answer."""
    documents = {passage.number: passage.doc_id for passage in answer.passages}
    cited = [citation for sentence in answer.sentences for citation in sentence.citations]
    quotes = fold("\n".join(citation.quote for citation in cited))
    return any(documents[c.passage] in row["gold_doc_ids"] for c in cited) or any(fold(each) in quotes for each in row["answers"])


def learn(examples: Sequence[Example]) -> dict[str, Any]:
    """Models by pair of languages, as `rag/models/sureness.json` holds them.

    Those of other pairs than Chinese over Chinese are learned from all examples, without what only characters have and without the odds of
    the order: these fall with the length of the articles and the size of the collection where words are translated.
    """
    learned: dict[str, Any] = {}
    for pair, found in ((HAN, [each for each in examples if each.pair == HAN]), (OTHERS, _without(examples, _OF_CHINESE))):
        learned[pair] = _models(found)
        learned[pair + BY_WORDS] = _models(_without(found, OF_VECTORS))
    return learned


def _without(examples: Sequence[Example], names: frozenset[str]) -> list[Example]:
    return [replace(each, known={n: v for n, v in each.known.items() if n not in names}) for each in examples]


def _models(examples: Sequence[Example]) -> dict[str, Any]:
    """Both models of a pair, and the likelihood below which is refused."""
    train = [each for each in examples if each.part is Part.TRAIN]
    clear = [each for each in train if each.there is not None]
    there = _logistic(clear, np.array([bool(each.there) for each in clear]))
    right = _logistic(train, np.array([each.right for each in train]), balanced=False)
    return {"refuse_below": _UNANSWERABLE, "there": there, "right": right}


def _logistic(examples: Sequence[Example], wanted: NDArray[np.bool_], *, balanced: bool = True) -> dict[str, Any]:
    from scipy.optimize import minimize

    names = sorted({name for each in examples for name in each.known})
    known = np.array([[each.known.get(name, 0.0) for name in names] for each in examples])
    mean, spread = known.mean(0), known.std(0) + 1e-6
    standard = (known - mean) / spread
    worth = np.array([_WORTH.get(each.made, 1.0) * (_ACROSS if each.pair == ACROSS else 1.0) for each in examples])
    if balanced:
        worth[wanted] *= worth[~wanted].sum() / worth[wanted].sum()

    def loss(line: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = standard @ line[:-1] + line[-1]
        off = worth * (1 / (1 + np.exp(-odds)) - wanted)
        value = float((worth * (np.logaddexp(0, odds) - wanted * odds)).sum() + _PENALTY * line[:-1] @ line[:-1])
        return value, np.append(standard.T @ off + 2 * _PENALTY * line[:-1], off.sum())

    bounds = [*(_bounds(name) for name in names), (None, None)]
    line = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = line[:-1] / spread
    return {
        "bias": round(float(line[-1] - weights @ mean), 4),
        "weights": {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)},
    }


def _bounds(name: str) -> tuple[float | None, float | None]:
    """What a weight may be: what speaks for an answer never counts against it, whatever it stands beside in what was learned from."""
    return (None, None) if name in FREE else (None, 0.0) if name in AGAINST else (0.0, None)


def _all_examples(sets: Sequence[Path], settings: Settings, limit: int) -> list[Example]:
    listed: list[Example] = []
    for folder in sets:
        found = list(examples_of(folder, settings, limit=limit))
        logger.info("%s: %d examples", folder.name, len(found))
        listed += found
    return listed


def _read(line: str) -> Example:
    stored = json.loads(line)
    return Example(**{**stored, "part": Part(stored["part"])})


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn from sets and write the weights."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    parser = argparse.ArgumentParser(prog="train-sureness", description=main.__doc__)
    parser.add_argument("sets", nargs="+", type=Path, help="folders of sets")
    parser.add_argument("--cache", type=Path, default=Path(".wenju/cache"))
    parser.add_argument("--limit", type=int, default=_QUESTIONS, help="questions of each set")
    parser.add_argument("--examples", type=Path, help="a file that keeps what was asked; asked again only where there is none")
    parser.add_argument("--out", type=Path, default=SURENESS_FILE)
    given = parser.parse_args(arguments)
    if given.examples and given.examples.exists():
        listed = [_read(line) for line in given.examples.read_text(encoding="utf-8").splitlines()]
    else:
        listed = _all_examples(given.sets, Settings(cache=given.cache), given.limit)
    if given.examples:
        given.examples.write_text("".join(json.dumps(asdict(each)) + "\n" for each in listed), encoding="utf-8")
    card = {
        "learned from": "questions of the training part of sets, with and without their answer (eval/near_misses.py)",
        "sets": [folder.name for folder in given.sets],
        "askings": len(listed),
        "licence": "weights only; the questions are CC BY and CC BY-SA",
    }
    given.out.write_text(json.dumps({"card": card, "models": learn(listed)}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
