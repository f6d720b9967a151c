"""Options that several commands share, with the text their help shows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from imgcif_map.cli.choices import FailOn as FailOn
from imgcif_map.cli.choices import ReportFormat as ReportFormat
from imgcif_map.cli.choices import Target as Target
from imgcif_map.cli.choices import TextOrJson as TextOrJson

Sources = Annotated[
    list[Path],
    typer.Argument(metavar="SOURCE", help="Masters or other raw files of one experiment."),
]
OutputOption = Annotated[
    Path,
    typer.Option("--output", "-o", metavar="FILE", help="The imgCIF file; '-' is stdout."),
]
ToOption = Annotated[
    Target,
    typer.Option("--to", metavar="imgcif|nexus", help="What to write; nexus: NXmx from imgCIF."),
]
ArchiveUriOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="URI",
        help="Where the images will be: a URI with {file}, {stem}, {scan}, {n} to fill in, or "
        "a DOI. Repeat it for one URI per scan.",
    ),
]
ArchiveFormatOption = Annotated[
    str | None,
    typer.Option(
        metavar="F",
        help="Packing: ZIP, TGZ, TBZ; by default as the URI ends. Of others (TAR, TXZ) the report "
        "says what becomes.",
    ),
]
ArchiveManifestOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="CSV or JSON list of what is in which archive."),
]
LocalArchiveOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="[URI=]PATH",
        help="Archive or folder at hand (zip, tar, tar.gz, tar.bz2, tar.xz) to check the names of "
        "image files against. Repeat it for one per scan, or with the URI of each.",
    ),
]
DoiOption = Annotated[str | None, typer.Option(metavar="DOI", help="DOI of the raw data.")]
GapsOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write gaps and assumptions here, as JSON."),
]
ProvenanceOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write where each value comes from here, as JSON."),
]
MappingOption = Annotated[
    str | None,
    typer.Option(
        "--mapping",
        "-m",
        metavar="M",
        help="Mapping id (nxmx) or YAML file; found by looking at the source if left out.",
    ),
]
InstrumentOption = Annotated[
    str | None,
    typer.Option(
        "--instrument",
        metavar="I",
        help="A known instrument (see 'instrument list'), or a YAML file with one; 'none': none, "
        "whatever the source says.",
    ),
]
AnswersOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="YAML with what the source does not say; see 'gaps'."),
]
InteractiveOption = Annotated[
    bool,
    typer.Option("--interactive", help="Ask on the terminal for what is missing, with checks."),
]
SaveAnswersOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="With --interactive: write all answers here, to be used again with --answers.",
    ),
]
WithOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--with",
        metavar="FILE",
        help="What the sources do not say: an experiment log (CSV, JSON, YAML), a DIALS .expt or "
        "XDS.INP with the geometry; repeatable.",
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help="A parameter of the mapping, or a data name, with its value: a text, a number, a list "
        "[1, 2], or {value: 12.7, unit: keV}. Repeatable.",
    ),
]
AllowDirOption = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="DIR",
        help="Follow the source's links into this folder too, not only its own. Repeatable.",
    ),
]
CifFiles = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE",
        help="CIF files, patterns, folders (all .cif, .imgcif, .cbf, .dic below), '-': stdin.",
    ),
]
DictionaryOption = Annotated[
    list[str] | None,
    typer.Option("--dictionary", "-d", metavar="D", help="Dictionary name or file. Repeatable."),
]
FailOnOption = Annotated[
    FailOn,
    typer.Option(metavar="error|warning|note", help="The least severity that gives exit code 1."),
]
AnyFormatOption = Annotated[
    ReportFormat | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORM",
        help="text (default), json, sarif, junit, github or html.",
        show_default=False,
    ),
]
ReportFileOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write the report here, not to stdout."),
]
AlsoReportOption = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        metavar="FORM=FILE",
        help="Write the report here as well, in this format. Repeatable.",
    ),
]
SeverityOption = Annotated[
    list[str] | None,
    typer.Option(
        "--severity",
        metavar="CODE=LEVEL",
        help="error, warning, note or off for a code, family or name. Repeatable.",
    ),
]
ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="The project file, for all inputs."),
]
NoConfigOption = Annotated[bool, typer.Option("--no-config", help="Heed no project file.")]
ForceExcludeOption = Annotated[
    bool,
    typer.Option("--force-exclude", help="Heed 'exclude' for files named here, too."),
]
TogetherOption = Annotated[
    bool, typer.Option("--together", help="The files form one data set: links lead across.")
]
ArchivesOption = Annotated[
    bool,
    typer.Option(
        "--archives",
        help="Look at the archives and images that the files point at, as far as they are at hand.",
    ),
]
SubstituteOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="URI=PATH",
        help="The local archive, folder or HDF5 file to look at in place of a URI, or of the "
        "beginning of URIs. Repeatable; means --archives.",
    ),
]
OnlineOption = Annotated[
    bool,
    typer.Option(
        "--online",
        help="Ask remote addresses whether they answer (nothing is downloaded); means --archives.",
    ),
]
AllowPrivateOption = Annotated[
    bool,
    typer.Option("--allow-private", help="With --online: ask addresses of private networks, too."),
]
ImagesOption = Annotated[
    str | None,
    typer.Option(
        metavar="N|all",
        help="Images to decode of each array in each scan (default: 1); means --archives.",
        show_default=False,
    ),
]
JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", min=0, metavar="N", help="Most processes; 0 (default): one per processor."
    ),
]
StdinNameOption = Annotated[
    str | None,
    typer.Option("--stdin-name", metavar="NAME", help="What to call standard input."),
]
MostOption = Annotated[
    int,
    typer.Option("--most", min=0, metavar="N", help="Text: findings of a code per file; 0: all."),
]
ExitZeroOption = Annotated[
    bool, typer.Option("--exit-zero", help="Findings do not change the exit code.")
]
AnyFailOnOption = Annotated[
    FailOn | None,
    typer.Option(
        "--fail-on",
        metavar="error|warning|note",
        help="The least severity that gives exit code 1 (default: error).",
    ),
]
SelectOption = Annotated[
    list[str] | None,
    typer.Option(metavar="CODES", help="Only these codes: DDL, DDL010, names. Repeatable."),
]
IgnoreOption = Annotated[
    list[str] | None, typer.Option(metavar="CODES", help="Not these codes. Repeatable.")
]
ImportPathOption = Annotated[
    list[Path] | None,
    typer.Option(metavar="P", help="Folder for the dictionaries' imports. Repeatable."),
]
ProfileOption = Annotated[
    str | None,
    typer.Option(metavar="P", help="What is required and recommended: minimal, reprocessing …"),
]
OverlaysOption = Annotated[
    bool,
    typer.Option("--overlays/--no-overlays", help="Apply overlays that fit the source."),
]
FormatOption = Annotated[
    TextOrJson, typer.Option("--format", "-f", metavar="text|json", help="How to print the report.")
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="No progress and no summary on stderr.")
]
NoColorOption = Annotated[
    bool, typer.Option("--no-color", help="Plain text; so does the variable NO_COLOR.")
]
