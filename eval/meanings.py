"""What each measure says, in one sentence for the reader of a report; the papers stand in the modules that compute them."""

from collections.abc import Mapping
from types import MappingProxyType

MEANINGS: Mapping[str, str] = MappingProxyType({
    "R@1": "a document that holds the answer came first",
    "R@5": "a document that holds the answer was among the first five (the share of them, where all are needed)",
    "R@10": "a document that holds the answer was among the first ten (the share of them, where all are needed)",
    "RR@10": "1 / rank of the first document that holds the answer, 0 beyond ten",
    "nDCG@10": "how near the first ten come to the best order possible, all relevant documents counted",
    "dense@10": "the vector arm alone found it among its first ten",
    "sparse@10": "the word arm alone found it among its first ten",
    "chinese@10": "share of Chinese articles among the first ten, in a collection of several languages",
    "right": "the short answer is right: the figure, every point, or a refusal where there is no answer",
    "answered": "an answerable question was answered",
    "refused": "an unanswerable question was refused",
    "figure": "the number is right in value, 万, 亿 and per cent multiplied out",
    "unit": "the number is right in value and unit",
    "short": "the short answer states every point",
    "shown": "the short answer or the first sentences state every point",
    "points": "share of the points that the short answer or the first sentences state",
    "EM": "the short answer is a reference answer, punctuation, width and script aside",
    "F1": "characters and words the short answer and the reference have in common",
    "conflict": "figures that contradict each other are shown as a conflict",
    "unfooled": "the answer does not repeat what altered documents say",
    "cited": "a citation holds the gold quote or lies in a gold document",
    "cite_precision": "share of the citations that do",
    "cite_figures": "share of the sentences whose every figure stands in what they cite",
    "verbatim": "share of the citations that are the article's text, character by character",
})  # fmt: skip
