import sys

import numpy as np
import onnxruntime
import pytest

from index.errors import ModelError
from index.onnxfile import Graph, Port, read_weights


def run(graph, ports, outputs, **inputs):
    session = onnxruntime.InferenceSession(graph.encoded(ports, outputs, name="test"), providers=["CPUExecutionProvider"])
    return session.run(None, inputs)


def test_a_written_graph_computes_what_its_operators_say():
    graph = Graph()
    weight = graph.weight("w", np.array([[1, 2], [3, 4], [5, 6]], np.float32))
    graph.add("MatMul", ["x", weight], "y")
    found = run(graph, [Port("x", "float32", ("n", 3))], [Port("y", "float32", ("n", 2))], x=np.array([[1, 0, 1], [0, 1, 0]], np.float32))
    assert found[0].tolist() == [[6, 8], [3, 4]]


def test_attributes_of_every_type_reach_their_operator():
    graph = Graph()
    mean = graph.add("ReduceMean", ["x"], "mean", attributes={"axes": [-1], "keepdims": 1})
    leaky = graph.add("LeakyRelu", [mean], "leaky", attributes={"alpha": 0.5})
    graph.add("DepthToSpace", [leaky], "y", attributes={"blocksize": 1, "mode": "CRD"})
    x = np.array([[[[-2, -4]]]], np.float32)
    found = run(graph, [Port("x", "float32", (1, 1, 1, 2))], [Port("y", "float32", (1, 1, 1, 1))], x=x)
    assert found[0].item() == pytest.approx(-1.5)


def test_operators_of_onnx_runtime_are_found_in_their_domain():
    graph = Graph()
    graph.add("ms:Gelu", ["x"], "y")
    found = run(graph, [Port("x", "float32", (1,))], [Port("y", "float32", (1,))], x=np.array([1], np.float32))
    assert found[0].item() == pytest.approx(0.841345, abs=1e-4)


def test_weights_come_back_in_the_types_they_were_stored_in(tmp_path):
    graph = Graph()
    graph.weight("rows", np.array([[1, -2]], np.int8))
    graph.add("Identity", ["x"], "y")
    ports = ([Port("x", "float32", (1,))], [Port("y", "float32", (1,))])
    (tmp_path / "model.onnx").write_bytes(graph.encoded(*ports, name="test"))
    found = read_weights(tmp_path / "model.onnx")
    assert found.keys() == {"rows"}
    assert found["rows"].dtype == np.int8
    assert found["rows"].tolist() == [[1, -2]]


def test_without_the_package_the_error_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    for use in (Graph, lambda: read_weights(tmp_path / "model.onnx")):
        with pytest.raises(ModelError, match=r'pip install "wenju\[train\]"'):
            use()
