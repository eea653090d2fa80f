from index.clean import clean
from index.cohesion import PageWords, TextVectors
from index.columns import mend_columns
from index.headings import HeadingRole, heading_roles, headline
from index.junction import PageGrams
from index.mapped import MappedText
from index.pieces import PieceKind, split_pieces

LEAD = "本报讯(记者 丁一)昨天,松河镇新图书馆开门迎客。馆长说,图书馆藏书六万册,每天开放十二小时。"
MORE = "图书馆还请来退休教师,每周末给孩子们讲故事。家长们说,孩子们爱上了读书。"


def pieces_of(*lines):
    page = "\n\n".join(lines)
    return split_pieces(clean(page), page)


def roles_of(*lines):
    pieces = pieces_of(*lines)
    words = PageWords.of([p.folded for p in pieces])
    roles = heading_roles(pieces, TextVectors({i: words.vector(p.folded) for i, p in enumerate(pieces)}))
    return {pieces[i].text.text: role for i, role in roles.items()}


def test_line_above_a_dateline_is_a_headline_and_a_line_inside_is_not():
    roles = roles_of("松河镇新图书馆开门迎客", LEAD, "周末故事会", MORE)
    assert roles == {"松河镇新图书馆开门迎客": HeadingRole.TITLE, "周末故事会": HeadingRole.SUBHEAD}


def test_line_after_a_signature_is_a_headline():
    roles = roles_of(
        "松河镇新图书馆开门迎客", LEAD, MORE + "(丁一)", "少年足球队今夏远征海滨夺冠", "少年足球队昨天捧回奖杯。教练说,队员们踢得勇敢。"
    )
    assert roles["少年足球队今夏远征海滨夺冠"] is HeadingRole.TITLE


def test_short_line_cut_from_a_sentence_is_text():
    pieces = pieces_of("松河镇新图书馆开门迎客", LEAD, "家长们说,孩子们爱上了读", "书,也爱上了讲故事。")
    mended = mend_columns(pieces, PageGrams.of([p.folded for p in pieces]))
    assert [p.kind for p in mended] == [PieceKind.HEADING, PieceKind.TEXT, PieceKind.TEXT, PieceKind.TEXT]


def test_headline_is_told_from_kicker_and_subtitle():
    pieces = pieces_of("松河镇把书送到家门口——", "新图书馆开门迎客", "——松河镇公共文化服务纪实")
    assert [pieces[i].text.text for i in headline(pieces, [0, 1, 2])] == ["新图书馆开门迎客"]


def test_name_of_an_organisation_above_is_part_of_the_headline():
    pieces = pieces_of("松河镇总工会", "给露天劳动者送凉茶")
    assert len(headline(pieces, [0, 1])) == 2


def test_parallel_lines_are_sub_heads_of_one_article():
    sections = ["建馆:三年筹一座楼", MORE, "选书:读者点单馆里买", LEAD[11:], "开放:灯亮到夜里十点", MORE[:24]]
    roles = roles_of("松河镇新图书馆开门迎客", LEAD, *sections)
    assert [role for line, role in roles.items() if ":" in line] == [HeadingRole.SUBHEAD] * 3


def test_line_between_an_open_end_and_a_new_story_is_a_headline():
    roles = roles_of(
        "松河镇新图书馆开门迎客", LEAD + "读者们还在等", "雨水退去之后", "5月6日,海滨县的渔民修好码头,重新出海。渔民们说,这一网沉甸甸的。"
    )
    assert roles["雨水退去之后"] is HeadingRole.TITLE


def test_a_line_that_only_ends_like_an_organisation_stays_out_of_the_headline():
    def chosen(above: str) -> list[int]:
        page = f"{above}\n\n柳林县的凉亭叫得响,是干出来的\n\n"
        return headline(split_pieces(MappedText.of(page), page), [0, 1])

    assert chosen("喜迎大会看工会") == [1]
    assert chosen("池州市总工会") == [0, 1]
    assert chosen("市教育局") == [0, 1]
