"""How to cite a data set: in words, BibTeX, RIS."""

from __future__ import annotations

import re

from imgcif_map.harmless import safe
from imgcif_map.rdf.catalogue.model import Catalogue
from imgcif_map.rdf.dataset.agents import citation

_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "$": r"\$",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def plain(record: Catalogue, page: str) -> str:
    """One sentence."""
    found = citation(record) or ". ".join(
        part for part in (_title(record), record.doi or record.iri) if part
    )
    return safe(found if record.doi or page in found else f"{found}. {page}")


def bibtex(record: Catalogue, name: str, page: str) -> str:
    """An entry of BibTeX; text of the record cannot leave its braces."""
    authors = " and ".join(f"{{{_tex(p.name)}}}" if "," not in p.name else _tex(p.name)
                           for p in record.creators)  # fmt: skip
    fields = {
        "author": authors,
        "title": f"{{{_tex(_title(record))}}}",
        "publisher": _tex(record.publisher.name) if record.publisher else "",
        "year": record.issued[:4],
        "version": _tex(record.version),
        "doi": _tex_address(record.doi.removeprefix("https://doi.org/")),
        "url": _tex_address(record.doi or page),
    }
    lines = [f"  {key} = {{{value}}}" for key, value in fields.items() if value]
    return f"@dataset{{{name},\n" + ",\n".join(lines) + "\n}\n"


def ris(record: Catalogue, page: str) -> str:
    """A record of RIS; every line is of one field."""
    pairs = [
        ("TY", "DATA"),
        *(("AU", person.name) for person in record.creators),
        ("TI", _title(record)),
        ("PY", record.issued[:4]),
        ("DA", record.issued.replace("-", "/")),
        ("PB", record.publisher.name if record.publisher else ""),
        ("ET", record.version),
        *(("KW", word.text) for word in record.keywords),
        ("DO", record.doi.removeprefix("https://doi.org/")),
        ("UR", record.doi or page),
    ]
    lines = [f"{tag}  - {safe(value)}" for tag, value in pairs if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _title(record: Catalogue) -> str:
    return record.title[0].text if record.title else "Raw diffraction data"


def _tex(text: str) -> str:
    return "".join(_TEX.get(c, c) for c in safe(text)).replace(" and ", " {and} ")


def _tex_address(text: str) -> str:
    """An address: its braces and backslashes are percent-encoded, the rest stays."""
    return re.sub(r"[{}\\\s]", lambda m: f"%{ord(m[0]):02X}", safe(text))
