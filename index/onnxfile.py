"""ONNX files written directly: a graph of named tensors and operators in the protobuf wire format.

Neither the ``onnx`` package nor torch's exporter (which needs ``onnx`` and 2 s of imports) is used: the encoder is one small fixed
graph, and its own writer keeps the weights in the types we choose. Field numbers are those of onnx.proto3.

Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3, https://protobuf.dev/programming-guides/encoding/
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_IR_VERSION = 8
_OPSET = 17
# TensorProto.DataType
_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int64": 7, "float16": 10}
_MICROSOFT = "com.microsoft"

Attribute = int | float | str | Sequence[int]
Array = NDArray[np.float32] | NDArray[np.float16] | NDArray[np.int8] | NDArray[np.uint8] | NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Port:
    """An input or output of the graph: a dimension is a number, or a name when it varies."""

    name: str
    dtype: str
    shape: tuple[int | str, ...]


def _varint(value: int) -> bytes:
    out = bytearray()
    value &= (1 << 64) - 1
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _block(field: int, content: bytes | str) -> bytes:
    packed = content.encode() if isinstance(content, str) else content
    return _varint(field << 3 | 2) + _varint(len(packed)) + packed


def _attribute(name: str, value: Attribute) -> bytes:
    head = _block(1, name)
    if isinstance(value, int):
        return head + _number(3, value) + _number(20, 2)
    if isinstance(value, float):
        return head + _varint(2 << 3 | 5) + struct.pack("<f", value) + _number(20, 1)
    if isinstance(value, str):
        return head + _block(4, value) + _number(20, 3)
    return head + b"".join(_number(8, item) for item in value) + _number(20, 7)


def _port(port: Port) -> bytes:
    dims = b"".join(_block(1, _block(2, size) if isinstance(size, str) else _number(1, size)) for size in port.shape)
    return _block(1, port.name) + _block(2, _block(1, _number(1, _TYPES[port.dtype]) + _block(2, dims)))


class Graph:
    """A graph in the making: add weights and operators in order of use, then `encoded`."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._weights: list[bytes] = []

    def weight(self, name: str, array: Array) -> str:
        """Store an array; returns its name.

        Raises:
            ValueError: the element type is not one an ONNX file of ours holds.
        """
        if array.dtype.name not in _TYPES:
            raise ValueError(f"{name} is {array.dtype.name}, expected one of {', '.join(_TYPES)}")
        dims = b"".join(_number(1, size) for size in array.shape)
        self._weights.append(
            dims + _number(2, _TYPES[array.dtype.name]) + _block(8, name) + _block(9, np.ascontiguousarray(array).tobytes())
        )
        return name

    def add(self, operator: str, inputs: Sequence[str], *outputs: str, attributes: Mapping[str, Attribute] | None = None) -> str:
        """Add an operator, ``name`` of ONNX or ``ms:name`` of ONNX Runtime's own; returns its first output.

        An empty input name leaves out an optional input.
        """
        own = operator.startswith("ms:")
        node = b"".join(_block(1, name) for name in inputs) + b"".join(_block(2, name) for name in outputs)
        node += _block(3, outputs[0]) + _block(4, operator.removeprefix("ms:"))
        node += b"".join(_block(5, _attribute(name, value)) for name, value in (attributes or {}).items())
        self._nodes.append(node + (_block(7, _MICROSOFT) if own else b""))
        return outputs[0]

    def encoded(self, inputs: Sequence[Port], outputs: Sequence[Port], *, name: str) -> bytes:
        """The whole model file."""
        graph = b"".join(_block(1, node) for node in self._nodes) + _block(2, name)
        graph += b"".join(_block(5, weight) for weight in self._weights)
        graph += b"".join(_block(11, _port(port)) for port in inputs) + b"".join(_block(12, _port(port)) for port in outputs)
        opsets = _block(8, _block(1, "") + _number(2, _OPSET)) + _block(8, _block(1, _MICROSOFT) + _number(2, 1))
        return _number(1, _IR_VERSION) + _block(2, "wenju") + _block(7, graph) + opsets
