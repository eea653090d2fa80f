"""What bodies are called for short, and in English: 省总 is the 省总工会, 国办 the 国务院办公厅.

The short forms of the State Council's own organs are those of its list (国务院办公厅秘书局关于印发国务院机构简称的通知); those of the mass
organisations, and their English names, are the ones they use of themselves (acftu.org, women.org.cn, cdpf.org.cn).
"""

import re

_FULL = {
    "全总": "中华全国总工会",
    "国办": "国务院办公厅",
    "中办": "中共中央办公厅",
    "发改委": "发展和改革委员会",
    "人社部": "人力资源和社会保障部",
    "人社厅": "人力资源和社会保障厅",
    "人社局": "人力资源和社会保障局",
    "工信部": "工业和信息化部",
    "住建部": "住房和城乡建设部",
    "住建厅": "住房和城乡建设厅",
    "住建局": "住房和城乡建设局",
    "卫健委": "卫生健康委员会",
    "国资委": "国有资产监督管理委员会",
    "市监局": "市场监督管理局",
    "市场监管局": "市场监督管理局",
    "文旅部": "文化和旅游部",
    "文旅局": "文化和旅游局",
    "证监会": "证券监督管理委员会",
    "银保监会": "银行保险监督管理委员会",
    "全国人大": "全国人民代表大会",
    "妇联": "妇女联合会",
    "残联": "残疾人联合会",
    "工商联": "工商业联合会",
    "科协": "科学技术协会",
    "文联": "文学艺术界联合会",
    "侨联": "归国华侨联合会",
    "团中央": "共青团中央",
    "红会": "红十字会",
}
# 省总 is no 省总体; 市总量 and 全省总人口 are sums.
_LEVEL = re.compile(
    r"(?P<level>省|市|区|县|州|盟|旗)总(?!工会|部|体|共|量|数|值|额|计|面积|人口|经理|医院|队|产|投|收|支|理|是|在|会|结|站|店|公司)"
)
_SHORT = re.compile("|".join(sorted(_FULL, key=len, reverse=True)))
_ENGLISH = {
    r"all[- ]china federation of trade unions": "中华全国总工会",
    r"\bACFTU\b": "中华全国总工会",
    r"(?:provincial) (?:federation of trade unions|trade union federation)": "省总工会",
    r"(?:municipal|city) (?:federation of trade unions|trade union federation)": "市总工会",
    r"(?:district) (?:federation of trade unions|trade union federation)": "区总工会",
    r"(?:county) (?:federation of trade unions|trade union federation)": "县总工会",
    r"federation of trade unions|trade unions? federation": "总工会",
    r"women's federation": "妇女联合会",
    r"disabled persons' federation": "残疾人联合会",
}
_ENGLISH_FORMS = [(re.compile(pattern, re.IGNORECASE), body) for pattern, body in _ENGLISH.items()]


def aliases_in(folded: str) -> list[tuple[int, int, str]]:
    """Short forms of a Chinese text with their offsets and the full form: 山西省总 holds 省总, which is 省总工会."""
    found = [(m.start(), m.end(), f"{m['level']}总工会") for m in _LEVEL.finditer(folded)]
    found += [(m.start(), m.end(), _FULL[m.group()]) for m in _SHORT.finditer(folded)]
    return sorted(found)


def forms_of(word: str) -> tuple[str, ...]:
    """The full and the short form of a body, the one asked with first: 省总工会 gives 省总 too; nothing for what has one form."""
    if word.endswith("总工会") and len(word) == 4:
        return word, word[:2]
    short = tuple(short for short, full in _FULL.items() if full == word)
    if word == _FULL["全总"]:
        return (word, "全国总工会", *short)
    return (word, *short) if short else ()


def chinese_bodies(text: str) -> tuple[str, tuple[str, ...]]:
    """An English text without the names of bodies that have one Chinese name, and those names."""
    found: list[str] = []
    for pattern, body in _ENGLISH_FORMS:
        if pattern.search(text):
            text = pattern.sub(" ", text)
            found.append(body)
    return text, tuple(found)
