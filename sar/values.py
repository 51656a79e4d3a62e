"""Frozen values of the application, made without compiling what all of them have in common."""

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

Value = TypeVar("Value")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[Value]) -> type[Value]:
    """Return `cls` as a frozen dataclass with slots: what `dataclasses` gives, made faster.

    The standard library compiles six functions for each such class, 1.3 ms of the processor for one
    of five fields, and a start makes several hundred of them. Here one is compiled and the others
    are shared (docs/decisions/0047). Equal are values of one class whose compared fields are equal;
    `repr` leaves out what `field(repr=False)` hides; `replace`, `asdict` and `fields` work. For
    classes that inherit nothing and write none of the shared functions themselves.
    """
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    parts = fields(made)
    compared = [part.name for part in parts if part.compare]
    made._shown = tuple(part.name for part in parts if part.repr)
    made._compared = staticmethod(attrgetter(*compared) if compared else lambda _: ())
    made.__init__ = _initializer(parts)
    for function in SHARED:
        setattr(made, function.__name__, function)
    return made  # type: ignore[no-any-return]


def _initializer(parts: tuple[Field[Any], ...]) -> Callable[..., None]:
    """Compile `__init__`, the only function whose signature is the class's own."""
    names: dict[str, Any] = {"_set": object.__setattr__, "_missing": MISSING}
    parameters, lines = ["self"], ["    pass"]
    for part in parts:
        parameter = given = part.name
        if part.default_factory is not MISSING:
            names[f"_make_{part.name}"] = part.default_factory
            parameter = f"{part.name}=_missing"
            given = f"_make_{part.name}() if {part.name} is _missing else {part.name}"
        elif part.default is not MISSING:
            names[f"_default_{part.name}"] = part.default
            parameter = f"{part.name}=_default_{part.name}"
        parameters.append(parameter)
        lines.append(f"    _set(self, {part.name!r}, {given})")
    source = "\n".join([f"def __init__({', '.join(parameters)}):", *lines])
    exec(source, names)  # noqa: S102  made of names of fields only
    return names["__init__"]  # type: ignore[no-any-return]


class _Shared:
    """What every value does; `frozen` copies it, so that no class inherits anything."""

    _shown: tuple[str, ...]
    _compared: Callable[[object], object]

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._shown)
        return f"{type(self).__qualname__}({shown})"

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return bool(self._compared(self) == self._compared(other))

    def __hash__(self) -> int:
        return hash(self._compared(self))

    def __setattr__(self, name: str, _: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        # What is copied or unpickled is made anew: its fields cannot be set one by one.
        return type(self), tuple(getattr(self, part.name) for part in fields(self))  # type: ignore[arg-type]


SHARED: tuple[Callable[..., Any], ...] = (
    _Shared.__repr__,
    _Shared.__eq__,
    _Shared.__hash__,
    _Shared.__setattr__,
    _Shared.__delattr__,
    _Shared.__reduce__,
)
