"""Arrays of an index are read by many threads at once."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.arrays import read_array


def test_many_threads_read_at_once(tmp_path):
    path = tmp_path / "numbers.npy"
    np.save(path, np.arange(7))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: int(read_array(path).sum()), range(400)))
    assert set(found) == {21}


def test_an_array_of_objects_is_refused(tmp_path):
    path = tmp_path / "objects.npy"
    np.save(path, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="allow_pickle"):
        read_array(path)
