"""What a service tells of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bria.answers.json_body import as_dict, as_list, as_text


@dataclass(frozen=True)
class Capability:
    """Whether a service does something; if not, why, and who does: "hosted" is Bria's own service."""

    available: bool = True
    reason: str = ""
    enabled_by: str = ""


@dataclass(frozen=True)
class Capabilities:
    """What a service can do: its name and version, its operations, the tasks that a person's own models do, its limits.

    Operations go by their names in version 2; ``gen_fill_by_prompt`` and the like are prompts in free words.
    """

    name: str = ""
    version: str = ""
    operations: Mapping[str, Capability] = field(default_factory=dict)
    models: tuple[str, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)


def read_capabilities(body: Any) -> Capabilities:
    """What a service tells of itself."""
    said, operations = as_dict(body), as_dict(as_dict(body).get("operations"))
    engine = as_dict(said.get("engine"))
    return Capabilities(
        name=as_text(engine.get("name")),
        version=as_text(engine.get("version")),
        operations={name: _read_capability(as_dict(entry)) for name, entry in operations.items()},
        models=tuple(task for task in as_list(said.get("models")) if isinstance(task, str)),
        limits={name: limit for name, limit in as_dict(said.get("limits")).items() if isinstance(limit, int)},
    )


def _read_capability(entry: Mapping[str, Any]) -> Capability:
    return Capability(
        entry.get("available") is not False, as_text(entry.get("reason")), as_text(entry.get("enabled_by"))
    )
