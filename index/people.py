"""Persons named in a Chinese text: found beside their titles and what they say, weighed by the characters of the name.

A name is taken only where something says that a person stands there: a title or a role before it (局长王伟), what a person does after it
(王伟介绍说), 某, a dot between the parts of a foreign name. Reporters are the byline's.
"""

from collections import Counter
from dataclasses import dataclass

from index.name_words import TRANSCRIBED
from index.names import COMPOUND_SURNAMES, JAPANESE_SURNAMES, SURNAMES
from index.person_cues import (
    ABOUT,
    ADDRESS,
    AFTER,
    BEFORE_SAYS,
    DOT,
    DOTTED,
    FUNCTION_SURNAMES,
    LOOSE_ROLES,
    NOT_GIVEN,
    NOT_TRANSCRIBED,
    REPORTERS,
    ROLE,
    SAYS,
    SAYS_REACH,
    SOMEBODY,
)
from index.proper import NameTable, name_table
from index.tokens import segmenter

_LONG_SURNAMES = COMPOUND_SURNAMES | JAPANESE_SURNAMES
# The dictionary counts no name of a private person so often.
_EVERYDAY = 300
# 方明 is no word of use, though the dictionary counts four.
_IN_USE = 20
_STRONG, _WEAK, _BARE = 1.0, 3.0, 5.0
_LONGEST_RUN, _LONGEST_PART = 6, 8


@dataclass(frozen=True, slots=True)
class Named:
    """A name at an offset of the text."""

    start: int
    end: int


def persons_in(folded: str) -> list[Named]:
    """Persons named in a folded text, in order, one entry a mention that something vouches for; reporters left out."""
    finder = _Finder(folded, name_table(), segmenter().FREQ)
    finder.skip_reporters()
    finder.dotted()
    for match in SOMEBODY.finditer(folded):
        finder.add(match.start(), match.end())
    for match in ROLE.finditer(folded):
        loose = match.group().strip(' :"“') in LOOSE_ROLES
        if not (loose and finder.is_inside(match.end())):
            finder.forward(match.end(), _WEAK if loose else _STRONG)
    for match in ABOUT.finditer(folded):
        finder.backward(match.start())
    for match in SAYS.finditer(folded):
        before = BEFORE_SAYS.search(folded, max(0, match.start() - SAYS_REACH), match.start())
        for end in dict.fromkeys((match.start(), before.start() if before else match.start())):
            finder.backward(end)
    return finder.found()


class _Finder:
    """Looks for names at offsets that something vouches for."""

    def __init__(self, text: str, table: NameTable, words: dict[str, int]) -> None:
        self._text, self._table, self._words = text, table, words
        self._spans: dict[int, int] = {}
        self._reporters: set[int] = set()
        self._dotted: set[int] = set()

    def found(self) -> list[Named]:
        """What was found, in order, longer names before shorter ones at the same place."""
        kept: list[Named] = []
        for start in sorted(self._spans):
            end = self._spans[start]
            part = start not in self._dotted and DOT.search(self._text[max(0, start - 1) : end + 1])
            if start not in self._reporters and not part and (not kept or start >= kept[-1].end):
                kept.append(Named(start, end))
        return kept

    def add(self, start: int, end: int) -> None:
        """Keep a name."""
        self._spans[start] = max(end, self._spans.get(start, 0))

    def skip_reporters(self) -> None:
        """Note the names after 记者 and 通讯员, so that they are not taken for persons of the story."""
        for match in REPORTERS.finditer(self._text):
            at = match.end()
            while end := self._name_at(at, _STRONG - 1):
                self._reporters.add(at)
                at = end
                while at < len(self._text) and self._text[at] in "、, 和/":
                    at += 1

    def dotted(self) -> None:
        """Foreign names with a dot: 弗拉基米尔·普京."""
        text, end = self._text, 0
        for match in DOTTED.finditer(text):
            dot = match.start()
            if dot < end:
                continue
            start, stop = dot, max(end, dot - _LONGEST_PART)
            while start > stop and text[start - 1] in TRANSCRIBED:
                start -= 1
            # 主席蒂姆: the last sign of a title may be one of a transcription too.
            for role in ROLE.finditer(text, max(0, start - 3), dot + 1):
                start = role.end() if start < role.end() < dot else start
            last = match.end()
            while last < min(len(text), dot + 4 * _LONGEST_PART) and self._goes_on(last):
                last += 1
            if start < dot and last > match.end() and last - start > 4:
                self.add(start, last)
                self._dotted.add(start)
                end = last

    def _goes_on(self, at: int) -> bool:
        """True for a sign of a foreign name after its first dot: a transcribed one, or the next dot."""
        if self._text[at] in TRANSCRIBED:
            return not self._text.startswith(NOT_TRANSCRIBED, at)
        return bool(DOTTED.match(self._text, at)) and self._text[at + 1] in TRANSCRIBED

    def forward(self, at: int, threshold: float) -> None:
        """The name that begins at an offset, and those listed after it: 选手王伟、李小红和张强."""
        while end := self._either_at(at, threshold):
            self.add(at, end)
            if end >= len(self._text) or self._text[end] not in "、和与":
                return
            at, threshold = end + 1, _WEAK

    def _either_at(self, at: int, threshold: float) -> int:
        """A Chinese name, but for a longer transcribed one: 古特雷斯, not 古特雷."""
        own, foreign = self._name_at(at, threshold), self._foreign_at(at)
        return max(own, foreign)

    def backward(self, end: int) -> None:
        """The name that ends at an offset, where it begins at a clause, after a role or after a bracket."""
        for size in (3, 2, 4):
            start = end - size
            if start < 0 or not self._is_candidate(start, end):
                continue
            opens = start == 0 or not _is_han(self._text[start - 1])
            if not opens and self.is_inside(start):
                continue
            score = self._table.score(self._text[start:end]) - self._penalty(start, end)
            if score >= (_STRONG if opens else _BARE + 1):
                self.add(start, end)
                return
        self._foreign_before(end)

    def _name_at(self, at: int, threshold: float) -> int:
        if self._text[at : at + 1] not in SURNAMES and self._text[at : at + 2] not in _LONG_SURNAMES:
            return 0
        best, best_end = threshold, 0
        for size in (2, 3, 4):
            end = at + size
            if not self._is_candidate(at, end):
                continue
            score = self._table.score(self._text[at:end]) + self._boundary(end) - self._penalty(at, end)
            if score >= best:
                best, best_end = score, end
        return best_end

    def _is_candidate(self, start: int, end: int) -> bool:
        name = self._text[start:end]
        if len(name) != end - start or (name[0] not in SURNAMES and name[:2] not in _LONG_SURNAMES):
            return False
        compound = name[:2] in _LONG_SURNAMES
        given = name[2:] if compound and len(name) > 2 else name[1:]
        if len(given) > 2 or (len(name) == 4 and not compound):
            return False
        if ADDRESS.match(self._text, start) or (given[0] == "和" and given not in self._words):
            return False
        return all(_is_han(c) and c not in NOT_GIVEN for c in given)

    def _boundary(self, end: int) -> float:
        """What follows a name speaks for its end: a sign, a word that opens a clause; 张伟|明确 rather than 张伟明|确."""
        if end >= len(self._text) or not _is_han(self._text[end]):
            return 2.0
        if self._text[end] in AFTER:
            return 2.0
        return 1.0 if self._is_word(end) else -3.0

    def _penalty(self, start: int, end: int) -> float:
        """A word of everyday language that begins where the name does speaks against it: 代表|方向, 教师|范围."""
        penalty = 3.0 if self._text[start] in FUNCTION_SURNAMES else 0.0
        if self._is_everyday(self._text[start + 1 : end]):
            penalty += 2.0
        for size in (4, 3, 2):
            if len(word := self._text[start : start + size]) == size and self._is_everyday(word):
                return penalty + (3.0 if start + size <= end else 5.0)
        return penalty

    def _is_everyday(self, word: str) -> bool:
        """A word that is no name; the dictionary calls 文明 one, but uses it far too often."""
        count = self._words.get(word, 0) if len(word) > 1 else 0
        return count >= _EVERYDAY or (count >= _IN_USE and self._table.kinds.get(word) != "person")

    def is_inside(self, start: int) -> bool:
        """True when a word reaches over an offset: 格鲁吉亚 over the start of 鲁吉亚."""
        spans = ((start - back, start + ahead) for back in (1, 2) for ahead in (1, 2, 3) if start >= back)
        return any(self._words.get(self._text[first:last]) for first, last in spans)

    def _is_word(self, at: int) -> bool:
        return any(self._words.get(self._text[at : at + size]) for size in (2, 3, 4) if at + size <= len(self._text))

    def _foreign_at(self, at: int) -> int:
        """A transcribed name without a dot: 总统普京, 秘书长古特雷斯."""
        stop = at
        while stop < len(self._text) and stop - at < _LONGEST_RUN and self._text[stop] in TRANSCRIBED:
            stop += 1
        ends = [end for end in range(stop, at + 1, -1) if self._boundary(end) >= 1.0]
        for end in ends:
            name = self._text[at:end]
            if self._table.kinds.get(name) == "person" and not self._is_everyday(name):
                return end
        return next((end for end in ends if end - at >= (3 if self._boundary(end) > 1.0 else 4) and not self._penalty(at, end)), 0)

    def _foreign_before(self, end: int) -> None:
        start = end
        while start > 0 and end - start < _LONGEST_RUN and self._text[start - 1] in TRANSCRIBED:
            start -= 1
        if (start == 0 or not _is_han(self._text[start - 1])) and self._foreign_at(start) == end:
            self.add(start, end)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def names_of(text: str, found: list[Named]) -> tuple[str, ...]:
    """The words of the mentions, each once, in the text's own glyphs; of 张程 and 张程荣(获) the one that is found more often."""
    counts = Counter(text[each.start : each.end] for each in found)
    wrong = {min(name, name[:-1], key=lambda one: (counts[one], -len(one))) for name in counts if name[:-1] in counts}
    return tuple(name for name in counts if name not in wrong)
