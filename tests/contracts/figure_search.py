"""What every store must do where figures are searched over the whole collection; a backend's test inherits this beside the rest."""

from datetime import date
from pathlib import Path

import pytest

from index.schema import Figure, FigureKind, Filter
from index.store_contract import FigureQuery
from tests.contracts.store import ALL, HARBOUR, StoreContract, article, figures_of, record


class FigureSearchContract(StoreContract):
    """The contract of a store, with its search of figures."""

    @pytest.mark.parametrize(
        ("wanted", "printed"),
        [
            (FigureQuery(), ["9座", "40座", "1800元", "3456万吨"]),
            (FigureQuery(of=(("凉亭",),)), ["9座", "40座"]),
            (FigureQuery(of=(("涼亭", "茶亭"),)), ["9座", "40座"]),
            (FigureQuery(of=(("亭子", "村口"),)), ["40座"]),
            (FigureQuery(of=(("凉亭",), ("村口",))), ["40座"]),
            (FigureQuery(head=("村口",)), []),
            (FigureQuery(head=("亭",)), ["9座", "40座"]),
            (FigureQuery(of=(("凉水",),)), []),
            (FigureQuery(of=(("",),)), []),
            (FigureQuery(kinds=(FigureKind.MONEY,)), ["1800元"]),
            (FigureQuery(units=("座", "噸")), ["9座", "40座", "3456万吨"]),
            (FigureQuery(place="福建"), ["9座", "40座"]),
            (FigureQuery(place="福州市"), ["40座"]),
            (FigureQuery(organisation="柳林縣"), ["40座"]),
            (FigureQuery(stated_from=date(2023, 6, 1), stated_to=date(2024, 2, 1)), ["9座", "40座"]),
            (FigureQuery(stated_to=date(2022, 12, 31)), ["3456万吨"]),
            (FigureQuery(filter=Filter(outlet="乡亭报"), of=(("凉亭",),)), ["9座", "40座"]),
            (FigureQuery(filter=Filter(outlet="海岸日报"), of=(("凉亭",),)), []),
            (FigureQuery(limit=1), ["40座"]),
            (FigureQuery(of=(("x' OR '1'='1",),), place="%"), []),
        ],
        ids=repr,
    )
    def test_figures_are_found_over_the_whole_collection(self, filled: Path, wanted: FigureQuery, printed: list[str]) -> None:
        early = article("early", "修亭", "福州村口凉亭修了40座。", outlet="乡亭报", published=date(2023, 7, 1))
        late = article("late", "又修亭", "凉亭再修9座。每座1800元。", outlet="乡亭报")
        figures = {
            early: [Figure(40, "座", "村口凉亭", "福州", "2023", False, "early", 8, 11, organisation="柳林县总工会")],
            late: [
                Figure(9, "座", "凉亭", "福建", "2023-12", False, "late", 4, 6),
                Figure(1800, "元", "", None, None, False, "late", 9, 14, FigureKind.MONEY),
            ],
        }
        self.change(filled, lambda writer: [writer.upsert(record(made, *of_it)) for made, of_it in figures.items()])
        with self.reader(filled) as store:
            found = store.figures_about(wanted)
            bodies = {made.id: made.body for made in (*ALL, *figures)}
            assert sorted(bodies[f.article_id][f.start : f.end] for f in found) == sorted(printed)
            assert all(f in (*figures[early], *figures[late], *figures_of(HARBOUR)) for f in found)

    def test_figures_of_the_newest_articles_come_first_and_those_of_a_deleted_one_never(self, filled: Path) -> None:
        made = [
            article(name, name, "凉亭修了4座。", published=day)
            for name, day in (("a", None), ("b", date(2023, 1, 1)), ("c", date(2024, 1, 1)))
        ]
        self.change(
            filled, lambda writer: [writer.upsert(record(each, Figure(4, "座", "凉亭", None, None, False, each.id, 4, 6))) for each in made]
        )
        with self.reader(filled) as store:
            assert [f.article_id for f in store.figures_about(FigureQuery(head=("凉亭",)))] == ["c", "b", "a"]
        self.change(filled, lambda writer: writer.delete(Filter(article_ids=("c",))))
        with self.reader(filled) as store:
            assert [f.article_id for f in store.figures_about(FigureQuery(head=("凉亭",)))] == ["b", "a"]
