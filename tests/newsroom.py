"""A small collection written for the tests, and an index of it: other papers, places and figures than any real page."""

import json
import os
from pathlib import Path

from index.build import build
from index.embed import load_embedder

ROOT = Path(__file__).parents[1]
QUESTION = "how many rest stations in Guizhou"
FIGURE = "4,217"
SENTENCE = "贵州全省一共建成路边歇脚驿站4217个"
NASTY_TITLE = "歇脚驿站 <img src=x onerror=alert(1)>"

RECORDS = (
    {
        "doc_id": "gz-1",
        "title": NASTY_TITLE,
        "outlet": "黔山晚报",
        "published": "2022-11-08",
        "place": "贵州",
        "text": "快递员和环卫工人在街头有了落脚的地方。工会的人介绍，到上个月底，贵州全省一共建成路边歇脚驿站4217个，比前一年多出八百多个。"
        "站里备有热水、雨伞和充电插座。<script>alert(2)</script>",
    },
    {
        "doc_id": "yn-1",
        "title": "云南的茶园添了新机器",
        "outlet": "滇池周报",
        "published": "2023-04-19",
        "place": "云南",
        "text": "云南南部的三个县今年春天为茶园买了156台采茶机。种茶的人说，一台机器一天能顶二十个人。县里为此拨了930万元。",
    },
    {
        "doc_id": "gs-1",
        "title": "甘肃小镇修便桥",
        "outlet": "陇上新报",
        "published": "2021-07-02",
        "place": "甘肃",
        "text": "甘肃一个小镇去年修好了62座便桥。其中九座在夜里也亮灯。镇长马立冬说，桥由各村轮流看护。",
    },
)

# Short texts of three articles, each a file of its own.
BRIEFS = {
    "harbour": "青岚港去年吞吐量达到3456万吨，比前一年多了一成。港务局的人说，新码头明年完工。",
    "tea": "云雾山的茶农今年采茶812公斤，合作社卖出了七成。收茶的人一早就上了山。",
    "bridge": "跨江大桥长1290米，昨天上午通车。司机们说，过江只要五分钟了。",
}


def model_cache() -> Path:
    """Where the embedded model is kept between runs; it is made when absent (about ten seconds)."""
    return Path(os.environ.get("WENJU_CACHE") or ROOT / ".wenju/cache")


def write_brief(folder: Path, name: str, text: str | None = None) -> Path:
    """One of the short articles as a Markdown file in ``folder``, or another text under the name."""
    path = folder / f"{name}.md"
    path.write_text(f"---\ntitle: {name}的消息\n---\n{text or BRIEFS[name]}\n")
    return path


def write_collection(folder: Path) -> Path:
    """The records as a .jsonl file in ``folder``."""
    file = folder / "newsroom.jsonl"
    file.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS), encoding="utf-8")
    return file


def build_newsroom(folder: Path) -> Path:
    """An index of the records under ``folder``."""
    index_dir = folder / "index-of-newsroom"
    embedder = load_embedder("embedded", cache_dir=model_cache(), create=True)
    build([write_collection(folder)], index_dir=index_dir, embedder=embedder)
    return index_dir
