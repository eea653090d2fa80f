"""How likely a text is, character by character, as news in Chinese, Japanese, Korean or a Western language.

Frequencies of Chinese characters are counted from jieba's dictionary (MIT), in Traditional by OpenCC (Apache-2.0); kana and Hangul are
weighted by rank, most frequent first. No corpus is needed: what tells encodings apart is that wrong readings give rare characters.
"""

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

# The last two are tables, timetables and addresses: mostly figures and Latin letters, with Chinese words among them.
LANGUAGES = ("zh-Hans", "zh-Hant", "ja", "ko", "en", "zh-Hans, tabular", "zh-Hant, tabular")
Table = NDArray[np.float32]
_SIZE = 65536
# Words less frequent than this carry under 1 % of jieba's count, and converting them takes four times as long.
_RARE_WORD = 20
# Log-probability of what no news holds: a character of any script it is not written in, an unassigned or private one, a control.
_FOREIGN, _SYMBOL, _UNASSIGNED, _CONTROL = -13.0, -11.0, -17.0, -20.0
# Greek, Cyrillic, Hebrew, Arabic, Indic and Thai letters: a text in them is rare here, but no wrong reading gives one letter after another.
_ALPHABET, _ALPHABETS = -11.0, slice(0x370, 0xE80)
_HIRAGANA = (
    "のにはたをがとてしいなるでかれらもすっりこまさくあきけうよどめみそつわえだろじばやせちおんゃげょほねべふぎひびむごゅぶぞ"
    "へぐずゆぼざぜぬぱづぽぺぴぷぁぇぃ"
)
_KATAKANA = (
    "ーンスルトリアイラクシドレジタフロカッテマプメサコニチグムバオセハャパブュデウキナィビョエツポホガモネミノダワベケソボペ"
    "ズァェヤユゴヒゼォピザギゾゲヘヨヌヴ"
)
_SYLLABLES = (
    "이다는에의가을하고지기로도사한리서자시인어대정수들일나아그해은있를과스부전보구원장성주상으제여조동라만것게면안공비소유우연생회선경신오마문했중요"
    "적관계국용위학개무년던진화치방모실물간미통행발트며러강교단당산재저금히명음업분내작법까와때민건양말남영운두할심력김월없난등린거려노달식본출입체추"
    "현반결외차표집된될됐였았었습니날높많후임투능판세청접권감확준역티터르프크드타바파카평약호독배길변께야너군근활처참포환목너뿐새북울열초토록질책급색"
)
_CJK_MARKS = "，。、：“”；的（）《》！？—…·「」『』　【】〈〉－～％．／‘’〔〕●■▲★☆◆○◎※→①②③④⑤℃×＋＝"
_WESTERN = "éèàüöäíóñçáßúêâôîïëå“”‘’–—…•°£€®«»½·"
_ASCII = " etaoinsrhldcumfpgwybvkxjqz0123456789\n.,\r-ETAOINSRHLDCUMFPGWYBVKXJQZ\"'():/%;?!$&\t#*@_+=|[]<>{}~^\\`"


def log_likelihoods(texts: Sequence[str]) -> NDArray[np.float64]:
    """Natural logarithm of each text's probability in each of `LANGUAGES`, shape (texts, languages); 0 for an empty text."""
    ends = "\0"  # keeps an empty text from taking its neighbour's place, and is taken off again
    units = np.frombuffer("".join(text + ends for text in texts).encode("utf-16-le", "surrogatepass"), dtype="<u2")
    starts = np.cumsum([0, *(len(text.encode("utf-16-le", "surrogatepass")) // 2 + 1 for text in texts)])[:-1]
    return np.stack([np.add.reduceat(table[units], starts, dtype=np.float64) - table[0] for table in _tables()], axis=1)


@cache
def _tables() -> tuple[Table, ...]:
    simplified, traditional = _han_counts()
    floor = _floor()
    marks, ascii_, kana = _ranked(_CJK_MARKS), _ranked(_ASCII), _ranked(_HIRAGANA)
    wide = dict.fromkeys("０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ", 1.0)
    # ASCII alike in all: figures and Latin names stand the same in every encoding but the wide ones, and must not vote for a language.
    shared = ((ascii_, 0.20), (wide, 0.004))
    japanese = ((kana, 0.40), (_ranked(_KATAKANA), 0.10), (_ranked("、。「」・（）"), 0.08), (_japanese(traditional), 0.22))
    return (
        _table(floor, (simplified, 0.70), (traditional, 0.001), (marks, 0.095), *shared),
        _table(floor, (traditional, 0.70), (simplified, 0.001), (marks, 0.095), *shared),
        _table(floor, *japanese, *shared),
        _table(floor, (_ranked(_SYLLABLES), 0.75), (_even("euc_kr"), 0.04), (marks, 0.006), *shared),
        _table(floor, (ascii_, 0.95), (_ranked(_WESTERN), 0.02), (simplified, 0.02), (traditional, 0.01)),
        _table(floor, (simplified, 0.20), (marks, 0.03), (ascii_, 0.77)),
        _table(floor, (traditional, 0.20), (marks, 0.03), (ascii_, 0.77)),
    )


def _table(floor: Table, *parts: tuple[Mapping[str, float], float]) -> Table:
    """Log-probabilities of a mixture: each part's weights are normed and take that part's share."""
    chances = np.exp(floor.astype(np.float64))
    for weights, share in parts:
        total = sum(weights.values())
        for char, weight in weights.items():
            if len(char) == 1 and ord(char) < _SIZE:
                chances[ord(char)] += share * weight / total
    return np.log(chances).astype(np.float32)


def _ranked(chars: str) -> dict[str, float]:
    """Weights by rank, after Zipf and Mandelbrot: 1 / (rank + 3)."""
    return {char: 1 / (rank + 3) for rank, char in enumerate(chars, 1)}


def _even(codec: str) -> dict[str, float]:
    """The Hangul syllables an encoding of two bytes has, all alike."""
    return {char: 1.0 for point in range(0xAC00, 0xD7A4) if (char := chr(point)).encode(codec, "ignore")}


def _han_counts() -> tuple[dict[str, float], dict[str, float]]:
    """Characters of Simplified and of Traditional text, as Taiwan and Hong Kong write them, with how often they stand."""
    from index.tokens import segmenter

    words = [(word, freq) for word, freq in segmenter().FREQ.items() if freq >= _RARE_WORD and "\u3400" <= word[0] <= "\u9fff"]
    return _counted(words, ()), _counted(words, ("s2tw", "s2hk"))


def _counted(words: list[tuple[str, int]], configs: tuple[str, ...]) -> dict[str, float]:
    from opencc import OpenCC

    plain = [word for word, _ in words]
    counts: Counter[str] = Counter()
    for written in [OpenCC(config).convert("\n".join(plain)).split("\n") for config in configs] or [plain]:
        for word, (_, freq) in zip(written, words, strict=True):
            for char in word:
                counts[char] += freq
    return dict(counts)


def _japanese(traditional: Mapping[str, float]) -> dict[str, float]:
    """Kanji by the frequency of the Chinese characters they are: 圖 → 図."""
    from opencc import OpenCC

    modern = OpenCC("t2jp").convert("".join(traditional))
    weights: defaultdict[str, float] = defaultdict(float)
    for char, weight in zip(modern, traditional.values(), strict=True):
        weights[char] += math.sqrt(weight)  # flattened: Japanese uses other words, so the order of frequency holds only roughly
    return dict(weights)


@cache
def _floor() -> Table:
    """Log-probability of a character outside a language's own, by what kind of character it is."""
    levels = {"L": _FOREIGN, "N": _SYMBOL, "P": _SYMBOL, "S": _SYMBOL, "M": _FOREIGN, "Z": _SYMBOL}
    floor = np.array([levels.get(unicodedata.category(chr(point))[0], _UNASSIGNED) for point in range(_SIZE)], dtype=np.float32)
    floor[_ALPHABETS] = np.maximum(floor[_ALPHABETS], np.where(floor[_ALPHABETS] == np.float32(_UNASSIGNED), _UNASSIGNED, _ALPHABET))
    floor[:32] = floor[127:160] = _CONTROL
    floor[0xFFFD] = _CONTROL
    floor[0xD800:0xE000] = _FOREIGN / 2  # two units a character
    return floor
