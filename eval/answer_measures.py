"""Measures of an answer's words and numbers, each from 0 (worst) to 1 (best).

``EM`` and ``F1`` are SQuAD's (Rajpurkar et al., EMNLP 2016) as CMRC 2018 has them for Chinese (Cui et al., EMNLP 2019): over
characters, here mixed-script aware: a Chinese character, kana or hangul syllable is a token, a Latin word or a number is one whole.
F1 is over bags of tokens where CMRC takes the longest common run, so that a list in another order loses nothing.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from eval.measures import plain, states
from eval.quantities import Quantity, is_known_unit, quantities_of, same_value, states_all
from eval.schema import Question
from index.numerals import missing_numbers
from rag.schema import Answer

_TOKEN = re.compile(
    r"\d+(?:\.\d+)?%?"  # a number is one token: 97.5% is not 97
    r"|[^\W\d_\u0e00-\u0e7f\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+(?:['’-][^\W\d_\u2e80-\u9fff\uac00-\ud7af]+)*"  # a word
    r"|[\u0e00-\u0e7f\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af]"  # one character of a script without spaces, or a syllable
)
_ARTICLES = frozenset(("a", "an", "the"))


@lru_cache(maxsize=8192)
def answer_tokens(text: str) -> tuple[str, ...]:
    """Tokens for EM and F1: width, case, script (Traditional or Simplified), thousands separators and punctuation make no difference."""
    return tuple(token for token in _TOKEN.findall(plain(text)) if token not in _ARTICLES)


def exact_match(answer: str, references: Sequence[str]) -> float:
    """EM: 1 when the answer's tokens are those of one of the references; 0 for an empty answer."""
    tokens = answer_tokens(answer)
    return float(bool(tokens) and any(tokens == answer_tokens(reference) for reference in references))


def token_f1(answer: str, references: Sequence[str]) -> float:
    """F1: harmonic mean of the shares of tokens in common, the best over the references; 0 for an empty answer."""
    return max((_f1(answer_tokens(answer), answer_tokens(reference)) for reference in references), default=0.0)


def _f1(found: Sequence[str], expected: Sequence[str]) -> float:
    common = sum((Counter(found) & Counter(expected)).values())
    # 2PR / (P + R) with P = common / found, R = common / expected.
    return 2 * common / (len(found) + len(expected)) if common else 0.0


def expected_quantities(question: Question) -> tuple[tuple[Quantity, ...], ...]:
    """What a right number is: alternatives, each a list of quantities that must all be stated; empty when none is asked for.

    The set's own ``number`` and ``unit`` go before the numbers read from its reference answers.
    """
    if question.kind != "number":
        return ()
    if question.number is not None:
        return ((Quantity(question.number, question.unit or ""),),)
    return tuple(dict.fromkeys(filter(None, map(quantities_of, question.references))))


def number_scores(question: Question, answer: Answer) -> dict[str, float]:
    """``figure`` (the value is right, 万, 亿 and per cent normalised) and ``unit`` (value and unit are right), where they apply.

    The set's ``number`` is held against the first figure of the answer, or, where a system gives no figures, against the only number
    of its short form; numbers of a reference answer must all be stated by the short form.
    """
    expected = expected_quantities(question)
    if not expected:
        return {}
    stated = _stated(question, answer)
    # 康熙二十年 states no year that could be compared with 1681, and yet it may be the reference.
    exact = exact_match(answer.short, question.references)
    scores = {"figure": max(exact, float(any(states_all(stated, wanted) for wanted in expected)))}
    if asks_unit(question):
        scores["unit"] = max(exact, float(any(states_all(stated, wanted, with_units=True) for wanted in expected)))
    return scores


def asks_unit(question: Question) -> bool:
    """True when the expected number has a unit that can be compared."""
    return any(is_known_unit(quantity.unit) for wanted in expected_quantities(question) for quantity in wanted)


def _stated(question: Question, answer: Answer) -> tuple[Quantity, ...]:
    first = tuple(Quantity(figure.value, figure.unit) for figure in answer.figures[:1])
    in_short = quantities_of(answer.short)
    if question.number is None:
        # The short form may leave out the unit that the figure carries.
        return (*in_short, *(f for f in first if any(same_value(f.value, q.value) and not q.unit for q in in_short)))
    return first or (in_short if len(in_short) == 1 else ())


def date_stated(question: Question, short: str) -> bool:
    """True when a short answer states every number of a reference date, however it is written (5月12日, May 12, 2020-05-12)."""
    dated = [reference for reference in question.references if re.search(r"\d", plain(reference))]
    return bool(short) and any(not missing_numbers(reference, short) for reference in dated)


def unfooled(question: Question, short: str) -> float:
    """1 when the short answer states none of the false answers of altered documents (RGB's counterfactual robustness).

    Source: Chen, Lin, Han, Sun, "Benchmarking large language models in retrieval-augmented generation", AAAI 2024.
    """
    return float(not any(states(short, fake) for fake in question.fake_answers))
