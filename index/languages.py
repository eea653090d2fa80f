"""The language of a text, told by its scripts alone: enough to keep Japanese, Korean and Russian pages from being taken for Chinese."""

import re

from index.text import han_script, script_of

_SAMPLE = 4000
_HAN = re.compile(r"([\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)")
_SCRIPTS = {
    "kana": re.compile(r"[\u3041-\u30fa\u30fd-\u30ff\uff66-\uff9d]+"),
    "hangul": re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]+"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]+"),
    "arabic": re.compile(r"[\u0600-\u06ff]+"),
    "thai": re.compile(r"[\u0e00-\u0e7f]+"),
    "latin": re.compile(r"[A-Za-zÀ-ɏ]+"),
}
_TAGS = {"hangul": "ko", "cyrillic": "ru", "arabic": "ar", "thai": "th"}
# Japanese news is a third to a half kana; a Chinese page quotes a title in kana or names a shop の.
_KANA = 0.1
# Words that every English text of some lines has, and French, German, Spanish, Vietnamese or Malay ones do not.
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|is|for|that|was|with|on|said)\b", re.IGNORECASE)
_SHORT_TEXT = 12
_ENGLISH_SHARE = 0.12


def language_tag(text: str) -> str:
    """BCP 47 tag: ``zh-Hans``, ``zh-Hant``, ``ja``, ``ko``, ``ru``, ``ar``, ``th``, ``en``, or ``und`` where the script does not tell.

    The script with most signs decides; a Chinese sign counts three Latin letters, about a word for a word. Latin text is English when it
    is short or has the small words of English.
    """
    sample = text[:_SAMPLE]
    # What stands between Chinese characters is some signs of a Chinese page, and all of any other: few are looked at seven times.
    parts = _HAN.split(sample)
    han, others = "".join(parts[1::2]), "".join(parts[::2])
    counts = {"han": len(han), **{name: sum(map(len, pattern.findall(others))) for name, pattern in _SCRIPTS.items()}}
    if not any(counts.values()):
        return "und"
    if counts["kana"] > _KANA * (counts["han"] + counts["kana"]) and counts["kana"] + counts["han"] >= counts["hangul"]:
        return "ja"
    weights = {name: count * (3 if name == "han" else 2 if name == "hangul" else 1) for name, count in counts.items() if name != "kana"}
    script = max(weights, key=lambda name: weights[name])
    if script == "han":
        return han_script(han) if len(text) <= _SAMPLE and weights["han"] > weights["latin"] else script_of(text)
    return _latin_tag(sample) if script == "latin" else _TAGS[script]


def _latin_tag(sample: str) -> str:
    words = _SCRIPTS["latin"].findall(sample)
    known = len(_ENGLISH.findall(sample))
    return "en" if len(words) < _SHORT_TEXT or known >= _ENGLISH_SHARE * len(words) else "und"
