"""Questions without an answer, made of questions that have one.

A near miss tells of the same things and not of what is asked: the documents that hold the answer are taken away, the sentences that hold
it are struck out of the document, or a name, a year or a number of the question is put in place of another. Each is asked over the whole
collection or over a few documents only, as a question with its answer is too, so that neither way of asking tells the one from the other.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from index.places import places_in
from index.text import fold, sentence_spans

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_ORDINAL = re.compile(r"(?<=第)[一二三四五六七八九十]")
_LATIN_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?: [A-Z][a-z]+)*")
_MIN_ANSWER = 2
_POOL = (3, 9)
_SMALL = 100
# Documents near a question, of which `trials_of` takes a few.
NEAREST = 16


@dataclass(frozen=True, slots=True)
class Trial:
    """One asking.

    Attributes:
        qid: of the question it was made of.
        made: how: ``open``, ``pool``, ``without``, ``near``, ``struck``, ``other``, ``negative``, ``absent``.
        text: the question.
        answerable: whether what is asked holds the answer.
        pool: the only documents to answer from; empty for all.
        struck: documents whose sentences with the answer are struck out.
    """

    qid: str
    made: str
    text: str
    answerable: bool
    pool: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collected:
    """A collection: document id → folded title and text."""

    texts: Mapping[str, str]

    def holding(self, answers: Sequence[str]) -> frozenset[str]:
        """Documents that hold one of the answers."""
        wanted = [fold(answer) for answer in answers]
        return frozenset(doc for doc, text in self.texts.items() if any(each in text for each in wanted))


def trials_of(
    row: Mapping[str, Any], nearest: Sequence[str], collected: Collected, questions: Sequence[str], chance: Random
) -> list[Trial]:
    """Ways to ask one question, with and without its answer; over a collection that is small itself, not over a part of it.

    Args:
        row: the question with ``qid``, ``question``, ``answers`` and ``gold_doc_ids``.
        nearest: documents by how near they are to the question, best first.
        collected: the collection.
        questions: other questions of the set, for their names.
        chance: what is drawn.
    """
    qid, text, answers, gold = row["qid"], row["question"], row["answers"], tuple(row["gold_doc_ids"])
    if not row.get("answerable", True):
        return [Trial(qid, "negative", text, answerable=False), Trial(qid, "negative", text, answerable=False, pool=tuple(nearest[:8]))]
    if not set(gold) <= collected.texts.keys():
        held = collected.holding(answers) | (set(gold) & collected.texts.keys())
        return [] if held else [Trial(qid, "absent", text, answerable=False)]
    found = [Trial(qid, "open", text, answerable=True)]
    clear = [answer for answer in answers if len(fold(answer)) >= _MIN_ANSWER]
    holding = collected.holding(answers) | set(gold) if len(clear) == len(answers) else None
    near = [doc for doc in nearest if doc not in (gold if holding is None else holding)]
    some = tuple(near[: chance.randint(*_POOL)])
    is_small = len(collected.texts) < _SMALL
    if not is_small:
        found.append(Trial(qid, "pool", text, answerable=True, pool=(*gold, *some)))
    if holding is not None and some:
        rest = tuple(doc for doc in collected.texts if doc not in holding)
        found.append(Trial(qid, "without", text, answerable=False, pool=rest))
        found.append(Trial(qid, "struck", text, answerable=False, pool=() if is_small else (*gold, *some), struck=gold))
        if not is_small:
            found.append(Trial(qid, "near", text, answerable=False, pool=some))
    swapped = list(swaps(text, questions, chance))
    if swapped:
        other = chance.choice(swapped)
        pool = (*gold, *some) if chance.random() < 0.5 else ()
        found.append(Trial(qid, "other", other, answerable=False, pool=pool))
    return found


def swaps(text: str, questions: Sequence[str], chance: Random) -> Iterator[str]:
    """The question with one year, ordinal or place put in place of another of its kind."""
    for match in _YEAR.finditer(text):
        yield text[: match.start()] + str(int(match.group()) + chance.choice((-3, -2, -1, 1, 2, 3))) + text[match.end() :]
    for match in _ORDINAL.finditer(text):
        other = chance.choice([n for n in "一二三四五六七八九十" if n != match.group()])
        yield text[: match.start()] + other + text[match.end() :]
    other_text = chance.choice(questions)
    for place in places_in(fold(text)):
        others = [p.name for p in places_in(fold(other_text)) if p.level is place.level and p.name != place.name]
        if others:
            yield text[: place.start] + others[0] + text[place.end :]
    others = [name for name in _LATIN_NAME.findall(other_text) if name not in text]
    for match in _LATIN_NAME.finditer(text):
        if others:
            yield text[: match.start()] + others[0] + text[match.end() :]


def struck_out(body: str, answers: Sequence[str]) -> str:
    """The text with every sentence that holds an answer blanked; offsets stay."""
    wanted = [fold(answer) for answer in answers]
    for span in sentence_spans(body):
        if any(each in fold(body[span.start : span.end]) for each in wanted):
            body = body[: span.start] + " " * (span.end - span.start) + body[span.end :]
    return body
