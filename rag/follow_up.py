"""A question that only makes sense after another: what it takes from the conversation, without a language model.

A follow-up opens or closes like one ("and in Qingdao?", 青岛呢), points back (they, 其, the second one), or names too little to stand
alone. It takes the topic words of the question before it, which may be a follow-up itself; what it says of its own replaces what is of
the same kind: a place the place, a year the year. A question that names a place and a thing of its own takes nothing.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.names import SURNAMES
from index.text import fold, han_count, one_of, to_traditional
from index.tokens import segmenter
from rag.expected import Expected
from rag.listed import item_pointed_at
from rag.names import people_in
from rag.schema import Turn
from rag.words import Word

if TYPE_CHECKING:
    from rag.question import Question

# More turns back nothing is still the topic; each is read once.
_MAX_TURNS = 6
_MAX_ANSWER = 1500
_OPENS = {
    "en": re.compile(
        r"^\W*(?:(?:thanks|thank you|great|good|ok(?:ay)?)\W+)?(?:and|what about|how about|then|also|but|so|ok(?:ay)?,?)\b", re.IGNORECASE
    ),
    "zh": re.compile(r"^(?:那(?!曲|坡)|那么|还有|另外|其中|然后|再|以及|跟|和|与)"),
    "ja": re.compile(r"^(?:では|じゃあ|それで|また|そして|その)"),
    "ko": re.compile(r"^(?:그럼|그러면|그리고|그)"),
    "fr": re.compile(r"^(?:et|alors|mais|qu'en est-il)\b", re.IGNORECASE),
    "es": re.compile(r"^¿?(?:y|entonces|pero|qué hay)\b", re.IGNORECASE),
}
_WHAT_ABOUT = re.compile(r"^\W*(?:(?:and|so|then|but|ok(?:ay)?)\W+)*(?:what|how) about\b|呢\W*$|^(?:では|じゃあ).*は\W*$", re.IGNORECASE)
# "how many are there in Kaifeng" points nowhere, and the "it" of "how long does it take to" stands for what follows.
_POINTS_BACK = {
    "en": re.compile(
        r"\b(?:they|them|their|those|these|he|him|his|she|her|hers|its)\b"
        r"|\bthe (?:first|second|third|fourth|fifth|last|other|latter|former)(?: one)?\W*$"
        r"|\b(?:that|this)\b(?=\W*$| (?:one|year|place|city|event|project|number|figure|amount|contest|programme|program)\b)"
        r"|\bit\b(?! (?:takes?|took|costs?) \b| (?:true|possible|correct)\b)(?<!does it)(?<!did it)"
        r"|\b(?:does|did|do|is|was|has) it\b(?! (?:take|cost|true|possible|correct|mean)\b)"
        r"|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere\b(?! (?:is|are|was|were)\b)",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"呢\W*$|[它他她](?!人|国|山|乡|日)|其(?![他它余实中次间]|[^,,。]{0,2}妙)(?<![尤极与土何])其|(?<![尤极与土何])其(?![他它余实次间])"
        r"|这[个些位家里]|那[个些位家里边](?!么)|该|此(?!外|次)|前者|后者|^第[一二三四五六七八九十\d](?:个|项|位|家|种|条|点)"
    ),
}
# 站长是李海明。, "the chair is Wang Chun (王纯)": the name is all that is said.
_STATED_NAME = re.compile(
    rf"(?:^|是|由|叫|[:,(\"“])\s?(?P<name>{one_of(SURNAMES)}[\u4e00-\u9fff]{{1,2}})(?=\s?(?:$|[。.,，;)\"”\[]|说|表示|介绍))"
)
_WHO_IS_IT = re.compile(r"^\W*[他她]是(?:谁|什么人|做什么的|干什么的)|\bwho(?:'s| is| was) (?:he|she)\b", re.IGNORECASE)
_PERSON_POINTED_AT = re.compile(r"[他她](?!人|国|山|乡|日|们)|\b(?:he|him|his|she|her|hers)\b", re.IGNORECASE)
# "why is it called so" is answered by words even where the question before asked for a number.
_ASKS_FOR_WORDS = re.compile(
    r"为什么|为何|为啥|怎么|怎样|如何|咋|什么|啥|介绍|意思"
    r"|\b(?:why|how(?! many| much| old| long| far| about)|what(?! about)|tell me|explain|describe)\b"
    r"|なぜ|どうして|왜|pourquoi|por qué",
    re.IGNORECASE,
)
_SMALL_TALK = re.compile(r"^\W*(?:ok(?:ay)?|thanks?|thank you|great|good|好的?|谢谢.?|明白了?|知道了?|嗯+|哦+|收到)\W*$", re.IGNORECASE)
_ALONE_CHARS, _ALONE_WORDS = 8, 3
_QUOTED = re.compile(r"[“「『\"]([^“”「」『』\"\n]{8,200})[”」』\"]")


def follow_up(own: "Question", turns: Sequence[Turn], parse: Callable[[str], "Question"], is_place: Callable[[str], bool]) -> "Question":
    """The question as it is meant after a conversation.

    Args:
        own: the question, read by itself.
        turns: the conversation, oldest first; only what the user and the assistant said counts.
        parse: reads an earlier question by itself.
        is_place: tells the name of a place.
    """
    asked = [t.content for t in turns if t.role == "user" and _is_question(t.content)]
    if asked and fold(asked[-1]) == fold(own.text):  # some clients send the question itself as its last turn
        asked = asked[:-1]
    if not asked:
        return own
    own = _in_script_of(own, asked)
    if not needs_history(own, is_place):
        return own
    before: Question | None = None
    for text in asked[-_MAX_TURNS:]:
        earlier = parse(text)
        before = _continued(earlier, before, is_place) if before and needs_history(earlier, is_place) else earlier
    answer = next((t.content for t in reversed(turns) if t.role == "assistant"), "")[:_MAX_ANSWER]
    resolved = _continued(own, before, is_place) if before else own
    return _pointed(resolved, own, answer)


def _is_question(text: str) -> bool:
    return bool(re.search(r"\w", text)) and not _SMALL_TALK.match(text)


def needs_history(question: "Question", is_place: Callable[[str], bool]) -> bool:
    """True for a question that does not stand alone."""
    if question.expected is Expected.CHITCHAT:
        return False
    text, base = fold(question.text), question.base
    stands = _stands_alone(question, is_place)
    if _WHAT_ABOUT.search(text):
        return True
    points = _POINTS_BACK.get("zh" if base == "zh" else "en" if base == "en" else "")
    if points and points.search(text) and not (stands and base == "zh" and not _PERSON_POINTED_AT.search(text)):
        return True
    if _OPENS[base].search(text):
        return not stands
    if base == "en":
        return len(question.words) <= 1 or (not stands and not any(word.is_name for word in question.words) and len(question.words) <= 2)
    return not stands and sum(len(word.text) for word in question.words) <= _ALONE_CHARS


def _stands_alone(question: "Question", is_place: Callable[[str], bool]) -> bool:
    """True when it names where or who, and what: 青岛建成了多少个职工书屋."""
    names = [w for w in question.words if w.is_name or is_place(w.text)]
    things = [w for w in question.words if w not in names and (len(w.text) > 1 or w.text.isdecimal())]
    return bool(names and things) or len(things) > _ALONE_WORDS


def _in_script_of(own: "Question", asked: Sequence[str]) -> "Question":
    """有多少位 has no character that tells the script: it is in that of the questions before; so are digits alone in their language."""
    from rag.question import language_of

    earlier = language_of(asked[-1])
    if own.language == "zh-Hans" and to_traditional(own.text) == own.text and any(language_of(text) == "zh-Hant" for text in asked):
        return replace(own, language="zh-Hant")
    if own.language == "en" and not re.search(r"[a-z]{2}", own.text) and han_count(asked[-1]):
        return replace(own, language=earlier)
    return own


def _continued(own: "Question", before: "Question", is_place: Callable[[str], bool]) -> "Question":
    """The follow-up with the topic of the question before; what it asks for itself stays in front."""
    asks_words = bool(_ASKS_FOR_WORDS.search(own.text)) and not _WHAT_ABOUT.search(fold(own.text))
    takes_kind = own.expected is Expected.EXPLANATION and not asks_words
    asks_itself = any(word.is_head for word in own.words) or asks_words
    # A date or a time is no count of the thing asked for before.
    asks_itself = asks_itself or own.expected in {Expected.DATE, Expected.TIME, Expected.DURATION}
    inherited = tuple(
        replace(word, is_head=word.is_head and not asks_itself, is_core=word.is_core and not asks_itself, from_history=True)
        for word in before.words
        if not _is_replaced(word, own, before, is_place)
    )
    return replace(
        own,
        expected=before.expected if takes_kind else own.expected,
        units=own.units or (before.units if takes_kind else frozenset()),
        words=own.words + inherited,
        years=own.years or (() if own.wants_latest or own.periods else before.years),
        periods=own.periods or (() if own.wants_latest or own.years else before.periods),
        search_text=f"{before.search_text} {own.search_text}",
        wants_latest=own.wants_latest or (before.wants_latest and not own.years and not own.periods),
    )


def _is_replaced(word: Word, own: "Question", before: "Question", is_place: Callable[[str], bool]) -> bool:
    """True for a word of the question before that the follow-up says itself, or says another of its kind: a place, a time."""
    if any(word.text == each.text for each in own.words):
        return True
    if own.periods or own.years:
        said = [period.text for period in before.periods] + [str(year) for year in before.years]
        if any(word.text in text for text in said) and re.search(r"\d", word.text):
            return True
    return _names_place(word, is_place) and any(_names_place(each, is_place) for each in own.words)


def _names_place(word: Word, is_place: Callable[[str], bool]) -> bool:
    """True for a place that is known, or a town by its ending."""
    return is_place(word.text) or (word.is_name and word.text.endswith(("市", "县", "镇", "乡", "村")))


def _pointed(resolved: "Question", own: "Question", answer: str) -> "Question":
    """With the person or the item of the answer before that the follow-up points at, and what that answer quoted."""
    words: list[Word] = []
    if _PERSON_POINTED_AT.search(own.text) and (person := _only_person(answer)):
        words = [Word(person, is_name=True)]
        if _WHO_IS_IT.search(own.text):  # what is said of them, not another name
            resolved = replace(resolved, expected=Expected.EXPLANATION)
    elif item := item_pointed_at(fold(own.text), answer):
        words = [Word(item)]
    known = {word.text for word in resolved.words}
    new = tuple(word for word in words if word.text not in known)
    text = " ".join([resolved.search_text, *(word.text for word in new)])
    return replace(resolved, words=new + resolved.words, search_text=text, quoted=tuple(_quotes(answer)))


def _only_person(answer: str) -> str:
    """The one person an answer names, empty when it names several or none."""
    folded = fold(answer)
    stated = {m["name"] for m in _STATED_NAME.finditer(folded) if not segmenter().FREQ.get(m["name"], 0)}
    people = set(people_in(folded)) | stated
    return next(iter(people)) if len(people) == 1 else ""


def _quotes(answer: str) -> Iterator[str]:
    for match in _QUOTED.finditer(answer):
        yield fold(match[1]).strip()
