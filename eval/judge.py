"""A language model as a second, advisory opinion on answers: faithfulness and answer relevance. No gate ever reads it.

The form is that of ragas (Es, James, Espinosa-Anke, Schockaert, EACL 2024 demonstrations): an answer is broken into statements, each is
judged against the passages, and faithfulness is the share that follows from them; for relevance the question is written anew from the
answer and compared with the one that was asked. Simplified: one question is written anew where ragas averages three.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from statistics import fmean
from typing import Any

from eval.agreement import Agreement, agreement
from eval.schema import QuestionRow, RunReport
from index.embed import Embedder
from index.errors import ConfigError
from rag.config import LLMSettings
from rag.errors import LLMError
from rag.llm import stream_llm
from rag.prompt import ChatTurn
from rag.schema import Status

Similarity = Callable[[str, str], float]
# Judged → the measures it should agree with where both are known (`eval.measures`).
_COUNTERPARTS = {"faithfulness": ("cite_figures", "cited"), "relevance": ("right", "short")}
# How models write 1 and 0 in JSON.
_YES, _NO = frozenset({"1", "true", "yes"}), frozenset({"0", "false", "no"})
_MAX_STATEMENTS = 20
_MIN_TOKENS = 1500  # verdicts with reasons are longer than the answers the endpoint is set up for


class JudgeUnclear(ValueError):
    """The model's reply is not the JSON it was asked for."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of an answer, and whether the passages bear it out."""

    text: str
    supported: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The model's opinion on one answer, each from 0 to 1; None where there is none, and then ``error`` says why."""

    qid: str
    faithfulness: float | None = None
    relevance: float | None = None
    statements: tuple[Statement, ...] = ()
    asked_anew: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class JudgeReport:
    """All opinions of one model on one run."""

    model: str
    judgements: tuple[Judgement, ...]
    agreements: tuple[Agreement, ...]

    def mean(self, judged: str) -> tuple[float, int] | None:
        """Mean of ``faithfulness`` or ``relevance`` and the number of questions behind it; None without any."""
        values = [value for j in self.judgements if (value := getattr(j, judged)) is not None]
        return (fmean(values), len(values)) if values else None

    def to_json(self) -> dict[str, Any]:
        """Opinions first, means and agreement second."""
        means = {name: {"value": round(m[0], 6), "n": m[1]} for name in _COUNTERPARTS if (m := self.mean(name))}
        return {"advisory": True, **asdict(self), "means": means}


def judge(
    report: RunReport,
    *,
    settings: LLMSettings,
    similarity: Similarity,
    limit: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> JudgeReport:
    """Ask the configured model about every answer of a run that was not a refusal.

    Args:
        report: rows with answers and passages.
        settings: of the endpoint; temperature and room are set for judging.
        similarity: of two questions, from 0 to 1 (`eval.judge.embedding_similarity`).
        limit: only the first so many answers.
        progress: called with (done, total) after each answer.

    Raises:
        ConfigError: no endpoint is set. What fails at one question is said in its judgement instead.
    """
    if not settings.enabled:
        raise ConfigError("the judge needs a language model (llm.base_url, llm.model); without one the measures stand alone")
    rows = [row for row in report.rows if row.answer and not row.error and row.status != Status.NOT_FOUND][:limit]
    patient = settings.model_copy(update={"temperature": 0.0, "max_tokens": max(settings.max_tokens, _MIN_TOKENS)})
    judgements = []
    for row in rows:
        judgements.append(judge_row(row, patient, similarity))
        if progress:
            progress(len(judgements), len(rows))
    found = tuple(judgements)
    return JudgeReport(settings.model or "", found, agreements_of(found, report.rows))


def agreements_of(judgements: Sequence[Judgement], rows: Sequence[QuestionRow]) -> tuple[Agreement, ...]:
    """Each opinion against its measure, over the answers where both are known."""
    measured = {row.qid: row.measures for row in rows}
    found = []
    for judged, names in _COUNTERPARTS.items():
        for name in names:
            known = [(getattr(j, judged), measured[j.qid].get(name)) for j in judgements]
            found.append(
                agreement(judged, name, [(opinion, value) for opinion, value in known if opinion is not None and value is not None])
            )
    return tuple(each for each in found if each)


def embedding_similarity(embedder: Embedder) -> Similarity:
    """Cosine of two questions' vectors, as the engine embeds questions."""

    def similarity(one: str, other: str) -> float:
        first, second = embedder.embed_queries([one, other])
        return float(first @ second)

    return similarity


def judge_text(report: JudgeReport) -> str:
    """The opinions in a few lines: means, agreement with the measures, and what could not be judged."""
    lines = [f"{report.model}, {len(report.judgements)} answers judged; an opinion, which no gate reads"]
    lines += [f"{name}: {mean[0] * 100:.1f} (n={mean[1]})" for name in _COUNTERPARTS if (mean := report.mean(name))]
    for each in report.agreements:
        kappa = "" if each.kappa is None else f", kappa {each.kappa:.2f}"
        lines.append(f"{each.judged} says the same as {each.measure} in {each.share:.0%} of {each.n} answers{kappa}")
    return "\n".join([*lines, *(f"{j.qid}: no opinion, {j.error}" for j in report.judgements if j.error)])


def judge_row(row: QuestionRow, settings: LLMSettings, similarity: Similarity) -> Judgement:
    """The opinion on one answer; what the endpoint or its reply lacks is kept in ``error``, with what was found before it."""
    judgement = Judgement(row.qid)
    try:
        statements = _statements(row, settings)
        share = fmean(s.supported for s in statements) if statements else None
        judgement = Judgement(row.qid, share, None, statements)
        relevance, asked = _relevance(row, settings, similarity)
        return Judgement(row.qid, share, relevance, statements, asked)
    except LLMError as error:
        failed = f"{error.code}: {error}"
    except JudgeUnclear as error:
        failed = str(error)
    return Judgement(row.qid, judgement.faithfulness, None, judgement.statements, error=failed)


def _statements(row: QuestionRow, settings: LLMSettings) -> tuple[Statement, ...]:
    told = _reply("judge_statements", {"question": row.question, "answer": row.answer}, settings).get("statements")
    if not isinstance(told, list):
        raise JudgeUnclear('the judge gave no list of "statements"')
    texts = [str(text) for text in told if str(text).strip()][:_MAX_STATEMENTS]
    if not texts:
        return ()
    # A row keeps the head of each passage; the quotes that were cited may stand further down.
    context = [f"{p.title}\n{p.text}" for p in row.passages] + list(row.cited)
    verdicts = _reply("judge_verdicts", {"passages": context, "statements": texts}, settings).get("verdicts")
    if not isinstance(verdicts, list) or len(verdicts) != len(texts):
        found = len(verdicts) if isinstance(verdicts, list) else "no"
        raise JudgeUnclear(f"the judge gave {found} verdicts for {len(texts)} statements")
    return tuple(Statement(text, *_verdict(verdict)) for text, verdict in zip(texts, verdicts, strict=True))


def _verdict(told: object) -> tuple[bool, str]:
    if not isinstance(told, dict) or (said := str(told.get("verdict")).lower()) not in _YES | _NO:
        raise JudgeUnclear(f"a verdict is {str(told)[:80]!r}; expected 0 or 1")
    return said in _YES, str(told.get("reason") or "")


def _relevance(row: QuestionRow, settings: LLMSettings, similarity: Similarity) -> tuple[float, str]:
    told = _reply("judge_question", {"answer": row.answer, "language": row.lang}, settings)
    asked = told.get("question")
    if not isinstance(asked, str) or not asked.strip():
        raise JudgeUnclear('the judge gave no "question"')
    if str(told.get("noncommittal")).lower() in _YES:
        return 0.0, asked
    return min(1.0, max(0.0, similarity(row.question, asked))), asked


def _reply(prompt: str, material: dict[str, Any], settings: LLMSettings) -> dict[str, Any]:
    """The JSON object the model replies with; material goes in as JSON, so nothing in it can end its string."""
    messages = [ChatTurn("system", _prompt(prompt)), ChatTurn("user", json.dumps(material, ensure_ascii=False))]
    text = "".join(stream_llm(settings, messages))
    start, end = text.find("{"), text.rfind("}")
    try:
        told = json.loads(text[start : end + 1])
    except ValueError as error:
        raise JudgeUnclear(f"the judge replied {text[:80]!r}; expected a JSON object") from error
    return dict(told)


@cache
def _prompt(name: str) -> str:
    return (files("eval") / "prompts" / f"{name}.txt").read_text(encoding="utf8")
