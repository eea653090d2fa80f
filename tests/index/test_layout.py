"""Runs of characters with their places → text in reading order, from layouts set by hand."""

from index.clean import clean
from index.findings import Rejected
from index.parsers.flow import Kind
from index.parsers.run import Box, Run
from index.parsers.sheets import lay_out
from index.pieces import split_pieces
from index.printed import printed_kinds, printed_parts
from index.schema import Layout, Page
from index.segment import cut_page

BODY = 10.0
PITCH = 15.0


def run(text: str, x: float, y: float, *, size: float = BODY, bold: bool = False) -> Run:
    """A line of full-width characters whose upper left corner is given."""
    return Run(text, Box(x, y, x + size * len(text), y + size), size, bold)


def column(text: str, x: float, y: float, *, width: int = 10, indent: int = 2) -> list[Run]:
    """A paragraph set into a column ``width`` characters wide."""
    lines = [run(text[: width - indent], x + indent * BODY, y)]
    rest = text[width - indent :]
    return lines + [run(rest[i : i + width], x, y + (n + 1) * PITCH) for n, i in enumerate(range(0, len(rest), width))]


A1 = "凉亭都建在村口由各村轮流看护夜里也亮着灯村民都说好。"
A2 = "县里还打算明年在渡口再修九座凉亭所需的钱已经备好。"
B1 = "白石镇的水窖又挖了十二口浇灌菜地的人不必再去河边。"
B2 = "水窖的盖子由两户人家保管每半年换一次账目贴在墙上。"


def test_an_article_whose_headline_spans_its_columns_is_whole_beside_another():
    """Cut from outside, the free column between the two lower articles would split the upper one."""
    runs = [run("柳林县修凉亭出门更方便", 60, 0, size=28), *column(A1, 0, 40), *column(A2, 114, 40), *column(A1 + A2, 228, 40)]
    runs += [run("水窖多了", 0, 150, size=20), *column(B1, 0, 180), *column(B2, 114, 180)]
    runs += [run("路灯亮了", 228, 150, size=20), *column(A2, 228, 180)]
    flow = lay_out(runs)
    assert flow.text == f"柳林县修凉亭出门更方便\n\n{A1}\n{A2}\n{A1}{A2}\n\n水窖多了\n\n{B1}\n{B2}\n\n路灯亮了\n\n{A2}\n"
    assert [flow.text[at : at + 2] for at in flow.breaks] == ["柳林", "水窖", "路灯"]


def test_two_headlines_of_one_height_are_not_one():
    runs = [run("柳林修亭", 0, 0, size=25), run("白石挖窖", 114, 0, size=25), *column(A1, 0, 40), *column(B1, 114, 40)]
    assert lay_out(runs).text.replace("\n", "") == f"柳林修亭{A1}白石挖窖{B1}"


def test_a_wide_set_headline_is_one_line():
    runs = [run(c, 20 + 40 * i, 0, size=25) for i, c in enumerate("柳林修亭")] + column(A1 + A2, 0, 40, width=20)
    assert lay_out(runs).text.startswith("柳林修亭\n")


def test_a_short_headline_set_flush_left_stands_over_all_its_columns():
    runs = [run("修凉亭", 0, 0, size=20), *column(A1, 0, 40), *column(A2, 114, 40), *column(B1, 228, 40)]
    assert lay_out(runs).text.replace("\n", "") == f"修凉亭{A1}{A2}{B1}"


def test_a_paragraph_cut_by_the_end_of_a_column_is_whole():
    cut = column(A1 + A2, 0, 40)
    moved = [Run(r.text, Box(r.box.x0 + 114, r.box.top - 3 * PITCH, r.box.x1 + 114, r.box.bottom - 3 * PITCH), r.size) for r in cut[3:]]
    assert (A1 + A2) in lay_out([run("柳林县修凉亭", 0, 0, size=20), *cut[:3], *moved]).text


def test_a_kicker_and_a_headline_of_two_lines_stay_together():
    runs = [run("一年新修一百七十一座", 0, 0, size=13), run("柳林县修凉亭村民出门", 0, 16, size=20), run("更方便", 70, 38, size=20)]
    flow = lay_out([*runs, *column(A1, 0, 70, width=20)])
    assert [flow.text[a:b] for a, b in flow.ranges[Kind.HEADING]] == ["一年新修一百七十一座", "柳林县修凉亭村民出门更方便"]


def test_a_caption_does_not_stand_inside_the_sentence_around_it():
    first, second = column(A1, 0, 40)[:2], column(A1, 0, 40)[2:]
    lower = [Run(r.text, Box(r.box.x0, r.box.top + 80, r.box.x1, r.box.bottom + 80), r.size) for r in second]
    flow = lay_out([run("柳林县修凉亭", 0, 0, size=20), *first, run("图为村口的凉亭", 0, 120, size=8), *lower])
    assert flow.text.rstrip().endswith(f"{A1}\n图为村口的凉亭")


def test_a_bold_sub_head_stays_inside_its_article():
    runs = [run("柳林县修凉亭", 0, 0, size=20), *column(A1, 0, 40), run("明年再修", 0, 92, bold=True), *column(A2, 0, 110)]
    flow = lay_out(runs)
    assert flow.text.replace("\n", "") == f"柳林县修凉亭{A1}明年再修{A2}"
    assert len(flow.breaks) == 1
    assert "明年再修" in [flow.text[a:b] for a, b in flow.ranges[Kind.HEADING]]


def test_a_stop_that_hangs_out_of_its_column_joins_nothing_to_the_next():
    left, right = column(A1, 0, 40), column(B1, 114, 40)
    left[1] = run(left[1].text + "，", 0, left[1].box.top)
    text = lay_out([run("柳林县修凉亭", 0, 0, size=20), *left, *right]).text
    assert B1 in text


def test_a_page_of_thousands_of_pieces_keeps_all_its_text():
    runs = [run("亭", 20.0 * (i % 100), 20.0 * (i // 100)) for i in range(9000)]
    assert lay_out(runs).text.count("亭") == 9000


def test_what_the_print_says_decides_where_an_article_begins():
    text = f"修凉亭\n{A1}\n{A2}\n水窖\n{B1}\n{B2}\n3\n"
    at = text.index("水窖\n")
    layout = Layout(headings=((0, 3), (at, at + 2)), breaks=(0, at), furniture=((len(text) - 2, len(text) - 1),))
    cut = cut_page(Page("a.pdf", text, "application/pdf", layout=layout))
    assert not isinstance(cut, Rejected)
    assert [(a.title, a.body) for a in cut.articles] == [("修凉亭", f"{A1}\n{A2}"), ("水窖", f"{B1}\n{B2}")]
    assert cut.furniture == ("3",)


def test_a_page_without_a_layout_is_cut_by_its_words_alone():
    pieces = split_pieces(clean(f"修凉亭\n{A1}"), f"修凉亭\n{A1}")
    assert printed_kinds(pieces, None) == pieces
    assert printed_parts(pieces, None) == [pieces]
