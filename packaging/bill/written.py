"""A bill of materials as CycloneDX 1.6 in JSON: made, checked against its schema, written."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cyclonedx.model.component import Component


def write(
    whole: Component,
    parts: Iterable[Component],
    needs: Iterable[tuple[Component, Iterable[Component]]],
    *,
    out: Path,
    digest: str,
    moment: int,
) -> None:
    """Write what `whole` holds; for the same `digest` and `moment` always the same.

    `moment` in seconds since 1970. Raises ValueError where the schema is not met.
    """
    bom = Bom(
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"https://usero.io/desktop/{digest}"),
        metadata=BomMetaData(component=whole, timestamp=datetime.fromtimestamp(moment, UTC)),
        components=parts,
    )
    for component, wanted in needs:
        bom.register_dependency(component, wanted)
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    wrong = check(text)
    if wrong:
        raise ValueError(f"the bill of materials breaks its schema: {wrong}")
    out.write_text(text + "\n", encoding="utf-8")


def check(text: str) -> str:
    """Return what of `text` breaks CycloneDX's schema; "" where nothing does."""
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    return str(wrong) if wrong else ""
