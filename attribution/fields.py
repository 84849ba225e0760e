"""Fields of standoff dicts: reads one from a dict, returns it checked; an error names the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from .errors import InputError

T = TypeVar("T")
Data = Mapping[str, Any]

_REQUIRED: Any = object()


def field(data: Data, name: str, kind: type | tuple[type, ...], default: Any = _REQUIRED) -> Any:
    """`data[name]`, which must be of `kind`; an error that names the field otherwise."""
    if type(data) is not dict and not isinstance(data, Mapping):
        raise InputError("not an object", position=name, value=data)
    value = data.get(name, default)
    if value is _REQUIRED:
        raise InputError("missing", position=name)
    if value is not default and (not isinstance(value, kind) or isinstance(value, bool)):
        raise InputError("of the wrong type", position=name, value=value, valid=_type_names(kind))
    return value


def _type_names(kind: type | tuple[type, ...]) -> tuple[str, ...]:
    return tuple(each.__name__ for each in (kind if isinstance(kind, tuple) else (kind,)))


def text(data: Data, name: str) -> str:
    value: str = field(data, name, str)
    return value


def optional_text(data: Data, name: str) -> str | None:
    value: str | None = field(data, name, (str, type(None)), default=None)
    return value


def texts(data: Data, name: str, default: Any = _REQUIRED) -> tuple[str, ...]:
    values = tuple(field(data, name, (list, tuple), default))
    for value in values:
        if not isinstance(value, str):
            raise InputError("of the wrong type", position=name, value=value, valid=("str",))
    return values


def choice(data: Data, name: str, valid: Sequence[str]) -> str:
    value = text(data, name)
    if value not in valid:
        raise InputError("unknown value", position=name, value=value, valid=valid)
    return value


def inside(place: str, build: Callable[[Data], T], data: Data) -> T:
    try:
        return build(data)
    except InputError as error:
        raise error.within("", place) from None


def items(data: Data, name: str, build: Callable[[Data], T], default: Any = _REQUIRED) -> tuple[T, ...]:
    values = field(data, name, (list, tuple), default)
    return tuple(inside(f"{name}[{i}]", build, value) for i, value in enumerate(values))


def share(data: Data, name: str) -> float:
    """A number from 0 to 1."""
    value: float = field(data, name, (int, float))
    return _within(value, name)


def confidence(data: Data) -> float | None:
    value: float | None = field(data, "confidence", (int, float, type(None)), default=None)
    return None if value is None else _within(value, "confidence")


def _within(value: float, name: str) -> float:
    if not 0 <= value <= 1:
        raise InputError("outside 0 to 1", position=name, value=value)
    return value
