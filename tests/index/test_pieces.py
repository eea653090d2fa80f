import pytest

from index.clean import clean
from index.pieces import PieceKind, split_pieces

LONG = "昨天,松河镇新图书馆开门迎客。馆长说,图书馆藏书六万册,每天开放十二小时,欢迎读者前来借阅。"


def pieces_of(*lines):
    page = "\n\n".join(lines)
    return split_pieces(clean(page), page)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (LONG, PieceKind.TEXT),
        ("新图书馆开门迎客", PieceKind.HEADING),
        ("本报记者 丁一 牛二", PieceKind.BYLINE),
        ("本报记者 丁一 摄", PieceKind.BYLINE),
        ("读者在新图书馆看书。 丁一 摄", PieceKind.CAPTION),
        ("图为读者在新图书馆看书", PieceKind.CAPTION),
        ("核心提示:" + LONG, PieceKind.ABSTRACT),
        ("2031-05-06 07:08 河湾晚报", PieceKind.META),
        ("版权声明", PieceKind.FURNITURE),
    ],
)
def test_kinds_of_lines(line, kind):
    assert pieces_of(line)[0].kind is kind


def test_dateline_and_signature_are_parted_from_the_text():
    (piece,) = pieces_of("本报讯(记者 丁一)" + LONG + "(丁一 文/图)")
    assert (piece.lead.text, piece.text.text, piece.sign.text) == ("本报讯(记者 丁一)", LONG, "(丁一 文/图)")


def test_text_that_stops_inside_a_sentence_is_open():
    assert pieces_of(LONG[:-6])[0].is_open
    assert not pieces_of(LONG)[0].is_open


def test_markdown_heading_is_marked():
    assert [p.marked for p in pieces_of("## 新图书馆开门迎客", "**少年足球队夺冠**", "平常一行")] == [True, True, False]


def test_line_under_related_reading_belongs_to_no_article():
    kinds = [p.kind for p in pieces_of(LONG, "相关阅读", "少年足球队夺冠")]
    assert kinds == [PieceKind.TEXT, PieceKind.FURNITURE, PieceKind.FURNITURE]


def test_short_line_that_repeats_the_text_above_is_a_caption():
    kinds = [p.kind for p in pieces_of(LONG, "图书馆藏书六万册", "家长们也高兴,孩子们从此爱上了读书,常常坐到闭馆才肯回家。")]
    assert kinds[1] is PieceKind.CAPTION


def test_headline_and_story_on_one_line_are_parted():
    first, second = pieces_of("松河图书馆:开门迎客 ★报讯 为方便居民读书," + LONG)
    assert first.kind is PieceKind.HEADING
    assert second.text.text.startswith("为方便居民读书")
