"""Validation of files and folders under their project files, as the command line does it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from imgcif_map.project.batch import Batch, Progress, run
from imgcif_map.project.inputs import expand
from imgcif_map.project.nearest import Projects
from imgcif_map.project.settings import Labels, Overrides

if TYPE_CHECKING:
    from imgcif_map.archives.request import Archives


def validate_files(
    paths: str | Path | Iterable[str | Path],
    *,
    config: str | Path | None = None,
    heed_projects: bool = True,
    dictionaries: Iterable[str | Path] = (),
    import_paths: Iterable[str | Path] = (),
    profile: str | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severity: Mapping[str, str] | None = None,
    together: bool = False,
    archives: Archives | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    describe: bool = False,
) -> Batch:
    """Validate files, folders and patterns, each file under the nearest project file above it.

    ``config`` names one project file for all; with ``heed_projects=False`` there is none. The
    other arguments win over what project files say. With ``together`` all files form one data set:
    links may lead from one to another; ``archives`` as for ``validate``. With ``jobs`` above 1
    (0: all processors) files are judged side by side where that is worth while; a script that asks
    for it has to guard its own start by ``if __name__ == "__main__"``.

    With ``describe`` reports say what the files describe, as the HTML report needs it.

    Raises UsageError for a faulty project file, a missing dictionary or profile, an unknown code,
    and where a folder has no CIF files. Files that cannot be read are listed in the result.
    """
    given = (paths,) if isinstance(paths, (str, Path)) else paths
    projects = Projects(config, look=heed_projects)
    labels = Labels(tuple(select), tuple(ignore), tuple((severity or {}).items()))
    known = tuple(str(n.absolute()) if isinstance(n, Path) else n for n in dictionaries)
    folders = tuple(map(Path, import_paths))
    overrides = Overrides(known, folders, profile, labels, archives=archives)
    names = expand(map(str, given), projects)
    return run(
        names,
        projects,
        overrides,
        together=together,
        jobs=jobs,
        progress=progress,
        describe=describe,
    )
