"""Ready-made configuration: ``Link:`` headers, media types and OAI-PMH on nginx and Apache."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from imgcif_map.bundle.model import Entry
from imgcif_map.bundle.site import Site

_TYPES = (
    ("ttl", "text/turtle"),
    ("jsonld", "application/ld+json"),
    ("nt", "application/n-triples"),
    ("bib", "application/x-bibtex"),
    ("ris", "application/x-research-info-systems"),
)


def nginx(entries: Sequence[Entry], site: Site) -> str:
    """To be included in the ``http`` block; the comments say what the ``server`` needs."""
    at = urlsplit(site.base).path
    lines = [
        "# include this file in http { }, and in server { } put:",
        f"#   location {at} {{ add_header Link $imgcif_map_link always; }}",
        f"#   location = {at}oai {{ default_type text/xml; try_files $imgcif_map_oai =404; }}",
        "map_hash_bucket_size 1024;",
        "map $uri $imgcif_map_link {",
        "  default '';",
        *(f"  '{at}dataset/{entry.name}/index.html' '{entry.header}';" for entry in entries),
        "}",
        "map $arg_verb:$arg_metadataPrefix:$arg_resumptionToken $imgcif_map_oai {",
        f"  default {at}oai/badVerb.xml;",
        f"  '~^(?<oai_verb>Identify|ListMetadataFormats|ListSets):' {at}oai/$oai_verb.xml;",
        "  '~^(?<oai_list>ListRecords|ListIdentifiers):(?<oai_prefix>oai_datacite|oai_dc):$' "
        f"{at}oai/$oai_list-$oai_prefix-1.xml;",
        "  '~^(?<oai_more>ListRecords|ListIdentifiers)::(?<oai_token>oai_(datacite|dc)-[0-9]+)$' "
        f"{at}oai/$oai_more-$oai_token.xml;",
        "}",
        "types {",
        *(f"  {media} {suffix};" for suffix, media in _TYPES),
        "}",
    ]
    return "\n".join(lines) + "\n"


def apache(entries: Sequence[Entry], site: Site) -> str:
    """To be included in a virtual host; it needs mod_headers and mod_rewrite."""
    at = urlsplit(site.base).path
    lines = [f"AddType {media} .{suffix}" for suffix, media in _TYPES]
    for entry in entries:
        value = entry.header.replace("%", "%%").replace('"', '\\"')
        lines += [
            f'<Location "{at}dataset/{entry.name}/">',
            f'  Header set Link "{value}" "expr=%{{REQUEST_URI}} =~ m#/(index\\.html)?$#"',
            "</Location>",
        ]
    verbs, lists = "Identify|ListMetadataFormats|ListSets", "ListRecords|ListIdentifiers"
    lines += [
        "RewriteEngine On",
        f'RewriteCond "%{{QUERY_STRING}}" "(?:^|&)verb=({verbs})(?:&|$)"',
        f'RewriteRule "^{at}oai$" "{at}oai/%1.xml" [PT,L]',
        f'RewriteCond "%{{QUERY_STRING}}" "^verb=({lists})&resumptionToken=(oai_[a-z]+-[0-9]+)$"',
        f'RewriteRule "^{at}oai$" "{at}oai/%1-%2.xml" [PT,L]',
        f'RewriteCond "%{{QUERY_STRING}}" "^verb=({lists})&metadataPrefix=(oai_[a-z]+)$"',
        f'RewriteRule "^{at}oai$" "{at}oai/%1-%2-1.xml" [PT,L]',
        f'RewriteRule "^{at}oai$" "{at}oai/badVerb.xml" [PT,L]',
    ]
    return "\n".join(lines) + "\n"
