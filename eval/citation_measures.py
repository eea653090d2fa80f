"""Citation measures: does what is cited hold the answer, and does it hold the figures of the sentence that cites it.

Recall and precision after Gao et al., "Enabling large language models to generate text with citations" (ALCE), EMNLP 2023, with
checks by string and number in place of an entailment model: they can be recomputed by anyone, and never by a model's opinion.
"""

from collections.abc import Sequence

from eval.measures import MAX_QUOTE_CHARS, MIN_QUOTE_CHARS, cites_gold, squeeze
from eval.schema import GoldQuote, Question
from index.numerals import missing_numbers, numbers_in
from rag.schema import Answer, Status


def citation_scores(question: Question, answer: Answer) -> dict[str, float]:
    """``cited`` (recall), ``cite_precision`` and ``cite_figures``, where they apply.

    With gold quotes, a citation is right when it holds a gold quote or is a piece of one (`eval.measures.cites_gold`); with gold
    documents, when it lies in one of them. ``cited`` is 1 when any citation is right, or, where all gold documents are needed, the
    share of them that is cited. ``cite_precision`` is the share of the citations that are right; an answer without citations has 0
    in both.
    """
    scores: dict[str, float] = {}
    if question.answerable and question.gold_quotes:
        quotes = [c.quote for s in answer.sentences for c in s.supporting]
        scores = {"cited": cites_gold(quotes, question.gold_quotes), "cite_precision": quote_precision(quotes, question.gold_quotes)}
    elif question.answerable and question.gold_doc_ids:
        documents = cited_documents(answer)
        right = [document for document in documents if document in question.gold_doc_ids]
        needed = len(set(question.gold_doc_ids)) if question.gold_all else 1
        scores = {
            "cited": min(1.0, len(set(right)) / needed),
            "cite_precision": len(right) / len(documents) if documents else 0.0,
        }
    figures = figures_cited(answer)
    return scores if figures is None else scores | {"cite_figures": figures}


def quote_precision(quotes: Sequence[str], gold: Sequence[GoldQuote]) -> float:
    """Share of the cited quotes that hold a gold quote, or are a piece of one; 0 without quotes."""
    if not quotes:
        return 0.0
    wanted = [squeeze(g.quote) for g in gold]
    cited = [squeeze(quote) for quote in quotes]
    right = [MIN_QUOTE_CHARS <= len(c) <= MAX_QUOTE_CHARS and any(w in c or c in w for w in wanted) for c in cited]
    return sum(right) / len(right)


def cited_documents(answer: Answer) -> list[str]:
    """The documents an answer's citations lie in, one entry a citation; a citation of no passage is an empty name."""
    numbered = {p.number: p.doc_id or p.article_id for p in answer.passages}
    return [numbered.get(c.passage, "") for s in answer.sentences for c in s.supporting]


def figures_cited(answer: Answer) -> float | None:
    """Share of the sentences with a figure whose every figure stands in what the sentence cites; None when no sentence has one.

    The headline and the day of the page a quote is cited from are part of the citation. A sentence with a figure and no citation
    counts as zero; a refusal, which has none by contract, is not measured. Numbers are compared by value, with the readings of
    `index.numerals.missing_numbers`.
    """
    if answer.status is Status.NOT_FOUND:
        return None
    pages = {p.number: f"{p.title}\n{p.published or ''}" for p in answer.passages}
    with_figures = [s for s in answer.sentences if numbers_in(s.text)]
    if not with_figures:
        return None
    sources = ["\n".join(f"{c.quote}\n{pages.get(c.passage, '')}" for c in s.supporting) for s in with_figures]
    borne_out = [bool(source) and not missing_numbers(s.text, source) for s, source in zip(with_figures, sources, strict=True)]
    return sum(borne_out) / len(borne_out)
