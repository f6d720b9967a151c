"""The files of one data set."""

from __future__ import annotations

from imgcif_map.bundle import cite
from imgcif_map.bundle.crate import NAME as CRATE
from imgcif_map.bundle.crate import crate
from imgcif_map.bundle.datacite import datacite, dublin_core
from imgcif_map.bundle.landing import landing
from imgcif_map.bundle.member import CIF, Member
from imgcif_map.bundle.signposting import linkset
from imgcif_map.bundle.site import Site
from imgcif_map.bundle.xmltext import HEAD
from imgcif_map.errors import UnreadableInput
from imgcif_map.rdf.output import Form, as_text


def pieces(member: Member, site: Site) -> dict[str, bytes]:
    """All files of a data set's folder, by name."""
    at = site.url(f"dataset/{member.name}/")
    triples = member.summary.triples
    jsonld = as_text(triples, Form.JSONLD)
    texts = {
        "index.html": landing(member, site, jsonld),
        "metadata.ttl": as_text(triples),
        "metadata.jsonld": jsonld,
        "metadata.nt": as_text(triples, Form.NTRIPLES),
        "datacite.xml": HEAD + datacite(member, site) + "\n",
        "dc.xml": HEAD + dublin_core(member, site) + "\n",
        "linkset.json": linkset(member, site),
        CRATE: crate(member, site),
        "cite.bib": cite.bibtex(member.record, member.name, at),
        "cite.ris": cite.ris(member.record, at),
    }
    files = {name: text.encode("utf-8", "replace") for name, text in texts.items()}
    if member.copied:
        try:
            files[CIF] = member.source.path.read_bytes()
        except OSError as error:
            raise UnreadableInput(f"{member.source.path}: {error.strerror or error}") from None
    return files
