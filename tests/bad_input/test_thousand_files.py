"""A folder of a thousand good and bad files: nothing good is lost, and each bad one is named."""

from collections import Counter

import pytest

from index.build import build
from index.store import open_store
from tests.bad_input.thousand import thousand
from tests.fakes import HashEmbedding


@pytest.mark.row(25, 26, 33, 34, 37, 38, 54, 55, 56, 57, 64, 65, 66)
def test_of_a_thousand_files_nothing_good_is_lost_and_each_bad_one_is_named(folder, tmp_path):
    made = thousand()
    for file in made:
        path = folder / file.name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(file.data)
    report = build([folder], index_dir=tmp_path / "index", embedder=HashEmbedding())

    with open_store(tmp_path / "index") as store:
        bodies = [article.body for listed in store.articles() if (article := store.article(listed.id))]
    whole = "\n".join(bodies)
    assert [file.name for file in made if any(phrase not in whole for phrase in file.said)] == []

    named = {each.file or each.source: each.reason.value for each in (*report.rejected, *report.skipped)}
    assert named == {file.name: file.bad for file in made if file.bad}
    files = report.files
    assert files.seen == 1_000 == files.kept + files.unchanged + files.skipped + files.rejected
    assert (files.kept, files.unchanged) == (sum(not file.bad for file in made), 0)
    assert Counter(each.reason.value for each in report.skipped).keys() == {"empty"}
    assert "failed" not in named.values()

    again = build([folder], index_dir=tmp_path / "index", embedder=HashEmbedding())
    assert (again.accepted, again.changed, again.removed) == (0, 0, 0)
    assert again.generation == report.generation
    assert (again.rejected, again.skipped) == (report.rejected, report.skipped)
