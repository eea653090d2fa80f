from dataclasses import replace

from index.dedup import drop_reprints
from index.schema import Article, RejectReason

ONE = Article("1", "v", "default", None, "a.txt", "大桥通车", "大桥昨天通车。\n大家高兴。")


def test_second_print_of_a_body_is_dropped_and_named():
    kept, dropped = drop_reprints([ONE, replace(ONE, id="2", source_file="b.txt", body="大橋昨天通車。大家 高興。")])
    assert kept == [ONE]
    assert dropped[0].reason is RejectReason.DUPLICATE
    assert "a.txt" in dropped[0].detail


def test_finished_records_are_never_dropped():
    twins = [replace(ONE, id="2", doc_id="x"), replace(ONE, id="3", doc_id="y")]
    kept, dropped = drop_reprints([ONE, *twins])
    assert kept == [ONE, *twins]
    assert dropped == []


def test_collections_do_not_touch_each_other():
    kept, _ = drop_reprints([ONE, replace(ONE, id="2", collection="other")])
    assert len(kept) == 2
