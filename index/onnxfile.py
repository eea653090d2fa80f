"""A small builder over the ``onnx`` package: operators in order of use, weights in the types we choose, one model file at the end.

torch's exporter is not used: it would trace the model in float32 and leave the choice of types to a second tool. Only a training and
``wenju model export`` need the package; answering a question never imports it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

_IR_VERSION = 8
_OPSET = 17
_MICROSOFT = "com.microsoft"

Attribute = int | float | str | Sequence[int]
Array = NDArray[np.float32] | NDArray[np.float16] | NDArray[np.int8] | NDArray[np.uint8] | NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Port:
    """An input or output of the graph: a dimension is a number, or a name when it varies."""

    name: str
    dtype: str
    shape: tuple[int | str, ...]


class Graph:
    """A graph in the making: add weights and operators in order of use, then `encoded`.

    Raises:
        ModelError: the package ``onnx`` is not installed.
    """

    def __init__(self) -> None:
        require_onnx()
        self._nodes: list[Any] = []
        self._weights: list[Any] = []

    def weight(self, name: str, array: Array) -> str:
        """Store an array; returns its name."""
        from onnx import numpy_helper

        self._weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, operator: str, inputs: Sequence[str], *outputs: str, attributes: Mapping[str, Attribute] | None = None) -> str:
        """Add an operator, ``name`` of ONNX or ``ms:name`` of ONNX Runtime's own; returns its first output.

        An empty input name leaves out an optional input.
        """
        from onnx import helper

        domain = _MICROSOFT if operator.startswith("ms:") else ""
        name = operator.removeprefix("ms:")
        self._nodes.append(helper.make_node(name, list(inputs), list(outputs), name=outputs[0], domain=domain, **(attributes or {})))
        return outputs[0]

    def encoded(self, inputs: Sequence[Port], outputs: Sequence[Port], *, name: str) -> bytes:
        """The whole model file."""
        from onnx import helper

        graph = helper.make_graph(self._nodes, name, _value_infos(inputs), _value_infos(outputs), self._weights)
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
        model = helper.make_model(graph, producer_name="wenju", ir_version=_IR_VERSION, opset_imports=opsets)
        encoded: bytes = model.SerializeToString()
        return encoded


def require_onnx() -> None:
    """Raise a `ModelError` that says what to install where the package is missing."""
    try:
        import onnx  # noqa: F401 - only whether it is there
    except ImportError as error:
        raise ModelError(f'a model file is read and written with onnx ({error}); install it with: pip install "wenju[train]"') from error


def read_weights(path: Path) -> dict[str, NDArray[Any]]:
    """The weights of a model file by name, in the types they are stored in.

    Raises:
        ModelError: the package ``onnx`` is missing, or the file cannot be read.
    """
    require_onnx()
    import onnx
    from google.protobuf.message import DecodeError
    from onnx import numpy_helper

    try:
        model = onnx.load(str(path))
    except (OSError, DecodeError) as error:
        raise ModelError(f"{path} cannot be read as an ONNX file ({error}); install wenju again") from error
    return {weight.name: numpy_helper.to_array(weight) for weight in model.graph.initializer}


def _value_infos(ports: Sequence[Port]) -> list[Any]:
    from onnx import helper

    return [helper.make_tensor_value_info(p.name, helper.np_dtype_to_tensor_dtype(np.dtype(p.dtype)), list(p.shape)) for p in ports]
