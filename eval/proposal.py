"""A proposed question with its gold quotes, and the set file that accepted ones go to (the layout of ``seeds/questions.jsonl``)."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.datasets import load_set
from eval.schema import GoldQuote
from index.errors import InputError

_WAN, _YI = 10_000, 100_000_000


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question made from the index, for a person to accept, edit or drop.

    Attributes:
        kind: ``number``, ``conflict`` or ``entity``.
        answers: wordings of the answer, any one is right; for a conflict one entry a value, its wordings between ``|``, all wanted.
        number: the figure in base units; None where the answer is a name, a date or several figures.
        note: what the person should look at.
        drafted_as: the id it was proposed under, once a person has edited it; empty before.
    """

    lang: str
    kind: str
    question: str
    answers: tuple[str, ...]
    gold: tuple[GoldQuote, ...]
    number: float | None = None
    unit: str | None = None
    note: str = ""
    drafted_as: str = ""

    @property
    def qid(self) -> str:
        """The same for the same question, whoever drafts it, and however it is edited afterwards."""
        return self.drafted_as or "draft-" + hashlib.sha256(f"{self.lang}\0{self.question}".encode()).hexdigest()[:10]

    def to_record(self) -> dict[str, Any]:
        """The line of a questions file."""
        number = int(self.number) if self.number is not None and self.number.is_integer() else self.number
        return {
            "qid": self.qid,
            "lang": self.lang,
            "kind": self.kind,
            "question": self.question,
            "answers": list(self.answers),
            "number": number,
            "unit": self.unit,
            "answerable": True,
            "note": self.note,
            "gold": [{"source": gold.source, "quote": gold.quote} for gold in self.gold],
        }


def append_to_set(proposals: Sequence[Proposal], path: Path) -> int:
    """Add accepted questions to a set file, which is made when there is none; one that stands there already is left out.

    The file is replaced in one step and only after the whole of it has been read back as a set.

    Returns:
        How many were added.

    Raises:
        InputError: a question or its answers are empty, the file holds something else, or it cannot be written.
    """
    if path.suffix == ".gz":
        raise InputError(f"{path} is packed and cannot be added to; name a .jsonl file")
    known = {question.qid for question in load_set(path).questions} if path.exists() else set()
    fresh = [p for p in {p.qid: p for p in proposals}.values() if p.qid not in known]
    for proposal in fresh:
        if not proposal.question.strip() or not any(answer.strip() for answer in proposal.answers):
            raise InputError("a question needs words and at least one answer; write them, or drop the question")
    if not fresh:
        return 0
    lines = "".join(json.dumps(p.to_record(), ensure_ascii=False) + "\n" for p in fresh)
    draft = path.with_name(path.name + ".new")
    try:
        before = path.read_text(encoding="utf8") if path.exists() else ""
        draft.write_text(before + ("\n" if before and not before.endswith("\n") else "") + lines, encoding="utf8")
        load_set(draft)
        draft.replace(path)
    except OSError as error:
        raise InputError(f"cannot add to the set {path}: {error.strerror}; name a file in a folder that can be written") from error
    finally:
        draft.unlink(missing_ok=True)
    return len(fresh)


def number_wordings(value: float, unit: str = "") -> tuple[str, ...]:
    """How a figure may be written: plain, with separators, in 万 and 亿 where that is short, a percentage with its sign.

    Example: 634000000 → 634000000, 634,000,000, 6.34亿, 63400万; 88 with ``%`` → 88%, 百分之88, 88 percent.
    """
    plain = f"{value:.10g}" if value < 1e10 else f"{value:.0f}"
    if unit == "%":
        return (f"{plain}%", f"百分之{plain}", f"{plain} percent", f"{plain} per cent")
    wordings = [plain, f"{int(value):,}"] if float(value).is_integer() else [plain]
    for size, sign in ((_YI, "亿"), (_WAN, "万")):
        short = f"{value / size:.2f}".rstrip("0").rstrip(".")
        if value >= size and abs(float(short) * size - value) < 0.5:  # written so only where nothing is rounded away
            wordings.append(f"{short}{sign}")
    return tuple(dict.fromkeys(wordings))
