"""Names that no dictionary holds, and how Chinese words are read in Latin letters.

A person's name is mostly a surname with one or two characters that jieba leaves single; joined, it is a search term of its
own, and its toneless reading is what a reader of English types.
"""

import re
from collections.abc import Iterator, Sequence

# The hundred or so most common surnames of the mainland, and the compound ones still met in news.
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹"
    "孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
COMPOUND_SURNAMES = frozenset(
    "欧阳 上官 司马 诸葛 皇甫 尉迟 公孙 慕容 令狐 东方 夏侯 端木 司徒 长孙 宇文 澹台 闻人 南宫 百里 呼延 万俟 独孤".split()
)
# Japanese surnames of two characters met in Chinese news; a given name of one or two follows.
JAPANESE_SURNAMES = frozenset(
    """佐藤 铃木 高桥 田中 渡边 伊藤 山本 中村 小林 加藤 吉田 山田 佐佐 山口 松本 井上 木村 斋藤 清水 山崎 池田 桥本 石川 前田 藤田 冈田
    后藤 长谷 村上 近藤 石井 坂本 远藤 青木 藤井 西村 福田 太田 三浦 藤原 冈本 松田 中岛 中川 原田 小野 竹内 金子 和田 中山 石田 上田
    森田 柴田 酒井 工藤 横山 宫崎 宫本 内田 高木 安藤 谷口 大野 丸山 今井 武田 藤本 上野 杉山 增田 平野 菅原 久保 松井 岩崎 木下 野口
    松尾 野村 菊地 佐野 大西 松冈 滨田 新井 市川 古贺 水野 小岛 吉村 山内 岸田 安倍 河野 小泉 石破 高市 茂木 羽生 大谷 福原 石原 鸠山
    野田 麻生 二阶 细田 滨崎 村山 鹿岛 池江 早田 平山 伊东""".split()
)
# Characters that join sentences together and stand in no name or term worth a bigram.
_FUNCTION = frozenset(
    "的了在是和与及也都就不将被把对从到为以而或之其这那有个各等并于由向让使又再还已着过地得他她它们我你您会能可要说来去上下中里年月日时"
)
_READ_AS_SURNAME = {
    "单": "shan",
    "曾": "zeng",
    "解": "xie",
    "仇": "qiu",
    "查": "zha",
    "翟": "zhai",
    "任": "ren",
    "朴": "piao",
    "盖": "ge",
    "区": "ou",
    "尉迟": "yuchi",
    "万俟": "moqi",
    "长孙": "zhangsun",
    "澹台": "tantai",
}
_HAN_WORD = re.compile(r"[\u3400-\u9fff]{2,5}\Z")


def joined_singles(words: Sequence[str]) -> Iterator[str]:
    """Terms made of neighbouring words of one Chinese run: pairs of single characters, and surnames with what may be a given name.

    Example: ``["记者", "魏", "书", "恬"]`` gives ``魏书``, ``魏书恬`` and ``书恬``; ``["魏书", "恬"]``, a surname inside a
    dictionary word, gives ``魏书恬``.
    """
    for index, word in enumerate(words):
        following = words[index + 1 : index + 3]
        if not following or word in _FUNCTION:
            continue
        second = following[0]
        if len(second) == 1 and second not in _FUNCTION and (len(word) == 1 or (len(word) == 2 and word[0] in SURNAMES)):
            yield word + second
        yield from _full_names(word, following)


def _full_names(word: str, following: Sequence[str]) -> Iterator[str]:
    compound = word in COMPOUND_SURNAMES
    if not compound and word not in SURNAMES:
        return
    if len(following[0]) == 2 or (compound and len(following[0]) == 1):
        yield word + following[0]
    if len(following) == 2 and len(following[0]) == len(following[1]) == 1 and following[1] not in _FUNCTION:
        yield word + following[0] + following[1]


def readings(word: str) -> tuple[str, ...]:
    """Toneless pinyin of a Chinese word of two to five characters, joined, lower case; none for anything else.

    陕西 is written Shaanxi to tell it from 山西; ü is given both as v and as u; a surname read in its own way gives both readings.
    """
    if not _HAN_WORD.match(word):
        return ()
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(word)
    found = ["".join(syllables)]
    for surname, reading in _READ_AS_SURNAME.items():
        if word.startswith(surname):
            found.append(reading + "".join(syllables[len(surname) :]))
    if word.startswith("陕"):
        found = ["shaan" + "".join(syllables[1:])]
    found += [key.replace("v", "u") for key in found if "v" in key]
    return tuple(dict.fromkeys(key for key in found if key.isascii() and key.isalpha()))
