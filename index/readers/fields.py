"""Records of any collection → the fields that articles have, under whatever name their maker gave them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from index.findings import Warned, WarningKind
from index.readers.base import sound
from index.schema import Page

_NAMES = {
    "doc_id": "doc_id id docid 编号 序号 文章id 編號",
    "title": "title headline 标题 題目 题目 標題 新闻标题",
    "text": "text body content 正文 内容 內容 全文 文本 articlebody content_text 新闻内容",
    "published": "published published_at pubdate publish_date publish_time publishdate date_published "
    "日期 发布日期 发布时间 时间 發布日期 日付 刊发日期 见报日期",
    "date": "date",
    "outlet": "outlet publisher media newspaper 媒体 报纸 報紙 媒體 报刊 出处",
    "source": "source 来源 來源",
    "url": "url link 链接 网址 鏈接",
    "lang": "lang language 语言 語言",
    "place": "place location 地点 地區 地区",
    "byline": "byline author authors 作者 记者 記者",
}
_FIELD = {name: wanted for wanted, names in _NAMES.items() for name in names.split()}
_MOST_WARNINGS = 100
QUESTIONS = "a set of questions, not of articles; use it with the eval command, it is never indexed"


def field_of(name: str) -> str | None:
    """Which field a column or key of this name holds: ``发布时间`` → ``published``; None for any other."""
    return _FIELD.get(name.strip().lower().replace(" ", "_"))


def record_of(fields: Mapping[str, Any]) -> dict[str, str]:
    """The known fields of a record that hold something; a name of ours comes before another name for the same."""
    record: dict[str, str] = {}
    for name, value in sorted(fields.items(), key=lambda item: item[0] not in _NAMES):
        wanted = field_of(str(name))
        if wanted and wanted not in record and isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            record[wanted] = sound(str(value))
    return record


def is_question(fields: Mapping[str, Any]) -> bool:
    """True for an entry of a question set."""
    return "question" in fields and "text" not in record_of(fields)


def finished_page(record: Mapping[str, str], source: str, place: str, media_type: str) -> Page:
    """A record that has text, as a page that is never cut.

    Args:
        record: with ``text``.
        source: the collection.
        place: where in it, when the record has no id: ``line-7``.
        media_type: of the collection.
    """
    about = {name: value for name, value in record.items() if name != "text"}
    return Page(f"{source}#{about.get('doc_id') or place}", record["text"], media_type, about, finished=True, file=source)


@dataclass
class Parts:
    """What of a collection could not be read, told with the next page that could: the first hundred by place, the rest by number."""

    waiting: list[Warned] = field(default_factory=list)
    found: int = 0
    first: str = ""

    def add(self, detail: str) -> None:
        """One part more that could not be read."""
        self.found += 1
        self.first = self.first or detail
        if self.found <= _MOST_WARNINGS:
            self.waiting.append(Warned(WarningKind.PART, f"{detail}; the rest is read"))

    def take(self) -> tuple[Warned, ...]:
        """What has not been told yet."""
        taken, self.waiting = tuple(self.waiting), []
        return taken

    def rest(self) -> tuple[Warned, ...]:
        """What is to be told with the last page."""
        more = self.found - _MOST_WARNINGS
        return (*self.take(), *((Warned(WarningKind.PART, f"{more} more parts could not be read; the rest is read"),) if more > 0 else ()))
