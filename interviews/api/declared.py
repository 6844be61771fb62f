"""The nouns in which the API is written down."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from interviews.api.problems import Wrong
from interviews.lasting import HasPage, absolute, lasting_address

Schema = dict[str, Any]
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the site stands: addresses that are told are absolute, and last."""

    origin: str

    def page(self, shown: HasPage) -> str:
        return self.origin + lasting_address(shown)

    def here(self, address: str) -> str:
        """An address of this site, or of another one, as an absolute one."""
        return absolute(address, self.origin)

    def api(self, endpoint: str, *which: str) -> str:
        """Where the API has it."""
        return self.origin + reverse(f"documents:api-{endpoint}", args=which)


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    schema: Schema
    get: Callable[[Any, Place], Any]


@dataclass(frozen=True, slots=True)
class Resource:
    """What is told of a row. Every field is always there; what is not known is null, or empty."""

    name: str
    description: str
    fields: tuple[Field, ...]

    def data(self, row: Any, place: Place) -> Data:
        return {field.name: field.get(row, place) for field in self.fields}

    @property
    def schema(self) -> Schema:
        return {
            "type": "object",
            "description": self.description,
            "properties": {field.name: field.schema for field in self.fields},
            "required": [field.name for field in self.fields],
        }

    @property
    def reference(self) -> Schema:
        return {"$ref": f"#/components/schemas/{self.name}"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """Of an address. `schema` is of one value; with `many`, several may be given, and any of them fits.

    What the schema says is what is checked: a type (string or integer), bounds, a pattern, a list of choices.
    """

    name: str
    description: str
    schema: Schema
    example: Any = None
    many: int = 0
    required: bool = False

    def read(self, given: Sequence[str]) -> Any:
        """The value (with `many`, a list; without any given, the default). Raises Wrong."""
        if not given:
            if self.required:
                raise Wrong(self.name, "", "it is missing", f"write {self._example}")
            return [] if self.many else self.schema.get("default")
        if len(given) > max(self.many, 1):
            raise Wrong(
                self.name, given[-1], f"it is given {len(given)} times", f"give it {self.many or 1} times at most"
            )
        values = [self._value(text) for text in given]
        return values if self.many else values[0]

    def _value(self, text: str) -> Any:
        said = self.schema
        if said["type"] == "integer":
            if not re.fullmatch("-?[0-9]{1,9}", text) or not said["minimum"] <= int(text) <= said["maximum"]:
                bounds = f"a whole number from {said['minimum']} to {said['maximum']}"
                raise Wrong(self.name, text, f"it is not {bounds}", f"write {self._example}")
            return int(text)
        if "enum" in said and text not in said["enum"]:
            raise Wrong(self.name, text, "there is no such choice", f"write one of {', '.join(said['enum'])}")
        if not said.get("minLength", 0) <= len(text) <= said.get("maxLength", 2000):
            bounds = f"{said.get('minLength', 0)} to {said.get('maxLength', 2000)} characters"
            raise Wrong(self.name, text, f"it has not {bounds}", f"write {self._example}")
        if "pattern" in said and not re.search(said["pattern"], text, re.ASCII):
            raise Wrong(self.name, text, "it does not have that form", f"write {self._example}")
        return text

    @property
    def _example(self) -> str:
        return f"{self.name}={self.example}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, read: the values of all parameters by name, and the parts of its path."""

    values: Mapping[str, Any]
    path: Mapping[str, str]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


@dataclass(frozen=True, slots=True)
class Rows:
    """A list that is found, of which only what is taken is loaded. `are_more` than `count`, which are not counted."""

    count: int
    take: Callable[[slice], Sequence[Any]]
    are_more: bool = False

    @classmethod
    def of(cls, rows: QuerySet) -> Rows:
        return cls(rows.count(), rows.__getitem__)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`path` is below `/api/1/`; a list answers with `Rows`, another with a row, or None where there is none."""

    name: str
    path: str
    summary: str
    resource: Resource
    find: Callable[[Asked], Rows | Model | None]
    is_list: bool = False
    parameters: tuple[Parameter, ...] = field(default_factory=tuple)
    path_parameters: tuple[Parameter, ...] = field(default_factory=tuple)
