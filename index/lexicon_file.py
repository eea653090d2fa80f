"""The lexicon as an SQLite file: what is in it and how it is written."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from index.cedict import read_entries
from index.lexicon_rows import KeyKind, translations, word_facts
from index.lexicon_tables import ALIGNED, NAMES, SYNONYMS, read_table
from index.loanwords import consonants, sound_of_english
from index.tokens import segmenter

_ATTRIBUTION = """\
CC-CEDICT, MDBG and contributors, Creative Commons Attribution-ShareAlike 4.0 International; senses were split, scored and shortened.
https://www.mdbg.net/chinese/dictionary?page=cc-cedict
Words aligned in sentence pairs of: Laws and Regulations Database, Ministry of Justice (Taiwan), Open Government Data License 1.0; Python
documentation, PSF License 2, translations CC0; Tatoeba, CC BY 2.0 FR; TensorFlow documentation, Apache-2.0; MLQE-PE, CC0, with sentences of
Wikipedia, CC BY-SA; TICO-19, CC0.
Titles of encyclopedia articles from Wikidata, CC0; names of countries, languages, scripts and currencies from CLDR, Unicode License v3.
Synonyms from Chinese Open Wordnet (WordNet-style licence) and Open English WordNet (CC BY 4.0, derived from Princeton WordNet, WordNet
License), joined through CILI (CC BY 4.0).
"""
_TITLE_SCORE, _SYNONYM_SCORE = 1.0, 1.0
_SCHEMA = """
CREATE TABLE about (attribution TEXT);
CREATE TABLE translation (key TEXT, kind INTEGER, word TEXT, score REAL, PRIMARY KEY (key, kind, word)) WITHOUT ROWID;
CREATE TABLE aligned (english TEXT, chinese TEXT, forth REAL, back REAL, PRIMARY KEY (english, chinese)) WITHOUT ROWID;
CREATE TABLE sound (consonants TEXT, english TEXT, PRIMARY KEY (consonants, english)) WITHOUT ROWID;
CREATE TABLE word (word TEXT PRIMARY KEY, gloss TEXT NOT NULL, is_place INTEGER NOT NULL) WITHOUT ROWID;
"""
_INDEXES = f"""
CREATE INDEX aligned_back ON aligned (chinese, back);
CREATE INDEX title ON translation (word) WHERE kind = {KeyKind.TITLE:d};
"""

Listed = tuple[str, KeyKind, str, float]


def write_lexicon(path: Path) -> None:
    """Write the whole file.

    Raises:
        ModelError: the dictionary or a table cannot be read.
        sqlite3.Error: the file cannot be written.
    """
    entries = read_entries()
    frequency = segmenter().FREQ
    found = ((t.key, t.kind, t.word, t.score) for t in translations(entries, lambda word: frequency.get(word, 0)))
    facts = ((f.word, f.gloss, f.is_place) for f in word_facts(entries, _places()))
    aligned = ((english, chinese, int(forth) / 100, int(back) / 100) for english, chinese, forth, back in read_table(ALIGNED))
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_SCHEMA)
        connection.execute("INSERT INTO about VALUES (?)", (_ATTRIBUTION,))
        connection.executemany("INSERT INTO translation VALUES (?, ?, ?, ?)", found)
        connection.executemany("INSERT INTO word VALUES (?, ?, ?)", facts)
        keys = connection.execute("SELECT DISTINCT key FROM translation WHERE kind <> ?", (KeyKind.PART,)).fetchall()
        english = (key for (key,) in keys if key.isascii() and key.isalpha())
        connection.executemany("INSERT INTO sound VALUES (?, ?)", ((consonants(sound_of_english(key)), key) for key in english))
        connection.executemany("INSERT INTO translation VALUES (?, ?, ?, ?)", _listed())
        connection.executemany("INSERT INTO aligned VALUES (?, ?, ?, ?)", aligned)
        connection.executescript(_INDEXES)
        connection.commit()


def _listed() -> Iterator[Listed]:
    """Titles, parts of people's names with how many people bear them, and synonyms."""
    for key, word, people in read_table(NAMES):
        times = int(people)
        yield key, KeyKind.NAME if times else KeyKind.TITLE, word, float(times or _TITLE_SCORE)
    for key, word, _ in read_table(SYNONYMS):
        yield key, KeyKind.SYNONYM, word, _SYNONYM_SCORE


def _places() -> list[str]:
    """Words that jieba's dictionary tags as place names; its lines read "word frequency tag"."""
    lines = segmenter().get_dict_file().read().decode("utf-8").splitlines()
    return [parts[0] for line in lines if len(parts := line.split()) == 3 and parts[2] == "ns"]
