from index.cohesion import PageWords, TextVectors
from index.junction import PageGrams
from index.mapped import MappedText
from index.order import Layout, chains
from index.pieces import split_pieces


def layout(*lines, walls=(), heads=()):
    page = "\n".join(lines)
    pieces = split_pieces(MappedText.of(page), page)
    texts = [p.folded for p in pieces]
    words = PageWords.of(texts)
    return Layout(
        pieces,
        [i for i in range(len(pieces)) if i not in heads],
        frozenset(walls),
        frozenset(walls),
        TextVectors({i: words.vector(t) for i, t in enumerate(texts)}),
        PageGrams.of(texts),
    )


LEFT = "松河大桥昨天上午正式通车,全长三千二百六十米,双向六车道,两岸居民往来更加便"
LEFT_ON = "利。松河大桥的桥面还铺设了降低噪声的新型沥青,两岸居民夜里睡得更安稳。"
RIGHT = "全市少儿围棋赛在体育馆开幕,来自四十八所小学的棋手参加为期三天的比"
RIGHT_ON = "赛。裁判长介绍,少儿围棋赛今年首次采用电子计时,棋手们很快就适应了。"


def test_complete_texts_follow_each_other():
    assert chains(layout(LEFT_ON, RIGHT_ON + "棋手们玩得高兴。")) == [[0, 1]]


def test_two_articles_side_by_side_are_untangled():
    assert chains(layout(LEFT, RIGHT, LEFT_ON, RIGHT_ON, walls=(1,))) == [[0, 2], [1, 3]]


def test_each_text_stands_in_exactly_one_strand():
    lines = [LEFT, RIGHT, LEFT, RIGHT_ON, LEFT_ON, RIGHT, LEFT_ON]
    strands = chains(layout(*lines))
    assert sorted(i for strand in strands for i in strand) == list(range(len(lines)))


def test_ring_of_open_ends_is_opened():
    strands = chains(layout("谈会在镇上举行,代表们参加了这次座", "谈会在县里举行,代表们参加了这次座"))
    assert sorted(i for strand in strands for i in strand) == [0, 1]


def test_tail_printed_above_a_heading_goes_on_from_the_open_end_below():
    after = "松河大桥今后还要装上夜间照明,两岸居民晚上也能在桥上散步。"
    opening = "松河大桥建设历时三年,是两岸之间的第一座大桥,居民盼了二十年。"
    assert chains(layout(LEFT_ON, after, "两岸居民盼来大桥", opening, LEFT, heads=(2,))) == [[3, 4, 0, 1]]
