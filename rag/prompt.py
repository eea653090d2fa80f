"""The grounded prompt: numbered passages in fences a passage cannot forge, rules before them, the question last.

The texts stand in ``rag/prompts/*.txt`` (`string.Template` placeholders). Nothing secret is in them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

from index.text import to_traditional
from rag.condense import condensed
from rag.schema import Passage, Turn

NOT_FOUND_MARK = "NOT_FOUND"
_MAX_FAULTS, _MAX_FAULT_CHARS = 6, 60
_LANGUAGES = {
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文（繁體字）",
    "en": "English",
    "ja": "Japanese (日本語)",
    "ko": "Korean (한국어)",
    "fr": "French (français)",
    "de": "German (Deutsch)",
    "es": "Spanish (español)",
    "ru": "Russian (русский)",
}
# Our fences are the only runs of angle brackets in the prompt; 《 》 are the marks of Chinese titles and stay.
_FENCE_SIGNS = re.compile(r"[<＜‹«﹤]{2,}|[>＞›»﹥]{2,}")
# "[3]" printed in a passage imitates a citation; a model copies it. Quotes are taken from the article, so nothing is lost.
_MARKER_LIKE = re.compile(r"[\[［【〔]\s*(\d{1,2})\s*[\]］】〕]")
# Characters nobody sees: tags, bidi controls, zero width (joiners too: neither Chinese nor English needs them), C0 and C1.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True, slots=True)
class ChatTurn:
    """One message to the language model; ``role`` is ``system`` or ``user``."""

    role: str
    content: str


def build_messages(
    question_text: str, language: str, passages: Sequence[Passage], history: Sequence[Turn], *, nonce: str
) -> list[ChatTurn]:
    """The system and the user message for one question.

    The conversation is told inside the user message, not as turns: some chat templates accept nothing but strict alternation.

    Args:
        question_text: what is asked, a follow-up already resolved.
        language: BCP 47 tag of the answer's language and script (``zh-Hans``, ``zh-Hant``, ``en``, …).
        passages: what the answer may stand on, in order of their numbers.
        history: earlier turns; see `rag.condense`.
        nonce: random letters and digits of this request (at least 8), not to be foreseen by who writes an article.

    Returns:
        Two messages, ``system`` then ``user``, the question at the end of the second.

    Raises:
        ValueError: the nonce is shorter than 8 characters or not alphanumeric.
    """
    if len(nonce) < 8 or not (nonce.isascii() and nonce.isalnum()):
        raise ValueError(f"nonce {nonce!r} must be 8 or more letters and digits; use secrets.token_hex(8)")
    chinese = language.startswith("zh")
    edition = "zh" if chinese else "en"
    values = {
        "nonce": nonce,
        "language": language_name(language),
        "passages": "\n\n".join(_fenced(passage, nonce, chinese=chinese) for passage in passages),
        "history": _told(history, nonce, chinese=chinese),
        "question": _harmless(question_text, nonce).strip(),
    }
    return [
        ChatTurn("system", _template(f"system_{edition}", language).substitute(nonce=nonce, language=values["language"]).strip()),
        ChatTurn("user", _template(f"user_{edition}", language).substitute(values).strip()),
    ]


def corrected(messages: Sequence[ChatTurn], language: str, faults: Sequence[str]) -> list[ChatTurn]:
    """The same request once more, with what of the first answer the passages do not bear out; without faults, its language was wrong.

    The faults are the model's own words, so they are as little trusted as a passage.
    """
    *before, asked = messages
    nonce = next(iter(re.findall(r"<<passage 1 (\w+)>>", asked.content)), "\0")
    listed = "; ".join(dict.fromkeys(" ".join(_harmless(fault, nonce).split())[:_MAX_FAULT_CHARS] for fault in faults[:_MAX_FAULTS]))
    name = language_name(language)
    if language.startswith("zh"):
        told = f"你的上一次回答没有通过核对，段落里没有：{listed}。请只用段落里的内容重写。" if listed else f"请用{name}回答。"
        told = to_traditional(told) if language == "zh-Hant" else told
    else:
        told = (
            f"Your first answer did not pass the check. Not in the passages: {listed}. Write it again, from the passages alone."
            if listed
            else f"Answer in {name}, not in another language."
        )
    return [*before, ChatTurn(asked.role, f"{asked.content}\n\n{told}")]


def language_name(tag: str) -> str:
    """How a model is told the answer's language: ``zh-Hant`` → 繁體中文（繁體字）; a tag not in the table is passed on as it is."""
    exact = _LANGUAGES.get("zh-Hans" if tag == "zh" else tag) or _LANGUAGES.get(tag.split("-", maxsplit=1)[0])
    return exact or f"the language of the question ({tag})"


def without_unseen(text: str) -> str:
    """The text without characters that no reader sees and a model obeys (tags, bidi controls, zero width, control characters)."""
    return _UNSEEN.sub("", text)


@cache
def _template(name: str, language: str) -> Template:
    """A text of ours; for a reader of Traditional Chinese in that script, so that the model has it before its eyes."""
    text = files("rag").joinpath("prompts", f"{name}.txt").read_text(encoding="utf-8")
    return Template(to_traditional(text) if language == "zh-Hant" else text)


def _harmless(text: str, nonce: str) -> str:
    """A text that cannot close a fence, name the nonce or carry a citation mark; unseen characters are gone first, lest they hide one."""
    text, removed = without_unseen(text), 1
    while removed:  # taking a nonce out can join the halves of another
        text, removed = re.subn(nonce, "", text, flags=re.IGNORECASE)
    text = _FENCE_SIGNS.sub(" ", text)
    return _MARKER_LIKE.sub(r"(\1)", text)


def _fenced(passage: Passage, nonce: str, *, chinese: bool) -> str:
    labels = ("标题", "媒体", "日期") if chinese else ("headline", "paper", "date")
    facts = zip(labels, (passage.title, passage.outlet, passage.published), strict=True)
    lines = [f"{label}: {' '.join(value.split())}" for label, value in facts if value]
    lines += ["", *passage.text.splitlines()]
    marked = "\n".join(f"> {_harmless(line, nonce)}".rstrip() for line in lines)
    return f"<<passage {passage.number} {nonce}>>\n{marked}\n<<end {passage.number} {nonce}>>"


def _told(history: Sequence[Turn], nonce: str, *, chinese: bool) -> str:
    names = {"user": "用户", "assistant": "回答"} if chinese else {"user": "user", "assistant": "answer"}
    topics, turns = condensed([Turn(turn.role, _harmless(turn.content, nonce)) for turn in history])
    told = [f"{names[turn.role]}: {turn.content}" for turn in turns]
    if topics:
        told.insert(0, ("更早问过：" if chinese else "Asked before that: ") + " | ".join(topics))
    if not told:
        return ""
    heading = (
        "之前的对话（只用来理解问题，不是依据）：" if chinese else "Earlier in the conversation (to understand the question, not evidence):"
    )
    return "\n".join(["", heading, *told, ""])
