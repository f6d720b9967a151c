"""A folder with everything that the commands of the documentation name, made from the sample."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import h5py
import numpy as np

from imgcif_map import convert, format_cif
from imgcif_map.sample import build
from tests.support.make_expt import write as write_experiment
from tests.support.make_minicbf import scan as minicbf_scan
from tests.support.make_smv import scan as smv_scan
from tests.support.packed import pack

ROOT = Path(__file__).resolve().parents[2]
URI = "https://example.org/scan.tgz"


def blocks(page: str, kind: str) -> list[str]:
    """The blocks of one kind that a page shows."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.M | re.S)


def fill(folder: Path) -> None:
    """Make the files; a folder beside has dictionaries to import from."""
    _masters(folder)
    _images(folder)
    _archives(folder)
    _dictionaries(folder)
    _texts(folder)
    _converted(folder)


def _masters(folder: Path) -> None:
    build(folder)
    for name in ("scan_master.h5", "my_master.h5"):
        shutil.copy(folder / "sample_master.h5", folder / name)
    for name in ("here", "run1", "run2"):
        build(folder / name)
    of_write_a_mapping(folder / "my_run.h5")


def of_write_a_mapping(path: Path) -> None:
    with h5py.File(path, "w") as file:
        for name, value, unit in (
            ("beam_energy", 12.7, "keV"),
            ("scan/omega", np.arange(10) * 0.5, "deg"),
            ("camera/distance", 150.0, "mm"),
            ("camera/pixel_size", 0.1, "mm"),
        ):
            file.create_dataset(f"run/{name}", data=value).attrs["units"] = unit
        file["run/camera/model"] = "Our Camera"
        file["run/camera/image"] = np.zeros((10, 200, 100), "u2")


def _images(folder: Path) -> None:
    images = folder / "images"
    images.mkdir()
    minicbf_scan(images, 2)
    lines = {"Detector": "# Detector: PILATUS 2M, S/N 24-0999", "Chi": "# Chi 20.0 deg."}
    minicbf_scan(folder, 2, lines={**lines, "Phi": "# Phi 30.0 deg."}, fast=1475, slow=1679)
    cbf = {path.name: path.read_bytes() for path in sorted(images.iterdir())}
    pack(folder / "images", "TGZ", cbf).rename(folder / "images.tgz")
    shutil.copy(min(images.iterdir()), folder / "image_0001.cbf")
    shutil.copy(smv_scan(folder / "smv", 1)[0], folder / "image_0001.img")
    write_experiment(folder / "refined.expt")


def _archives(folder: Path) -> None:
    data = {path.name: path.read_bytes() for path in sorted(folder.glob("sample_*.h5"))}
    whole = {f"scan/{name}": content for name, content in data.items()}
    for name in ("scan", "1"):
        pack(folder / name, "TGZ", whole).rename(folder / f"{name}.tgz")
    pack(folder / "2", "ZIP", whole).rename(folder / "2.zip")


def _dictionaries(folder: Path) -> None:
    shipped = ROOT / "dictionaries"
    shutil.copytree(shipped, folder / "dictionaries")
    for name in ("cif_core", "templates"):
        shutil.copytree(shipped, folder.parent / name)
    for path in shipped.glob("*"):
        if path.suffix in (".dic", ".cif"):
            shutil.copy(path, folder / path.name)
    for name in ("old", "new"):
        (folder / name).mkdir()
        shutil.copy(shipped / "cif_img.dic", folder / name / "cif_img.dic")
        shutil.copy(shipped / "cif_img.dic", folder / f"{name}.dic")
    (stars,) = blocks("docs/how-to/check-a-dictionary.md", "cif")
    for name in ("my.dic", "stars.dic"):
        (folder / name).write_text(stars, encoding="utf-8")


def _texts(folder: Path) -> None:
    catalogue = blocks("docs/how-to/publish-a-data-set.md", "yaml")[0]
    texts = {
        "log.csv": "_diffrn_source.beamline\nB7\n",
        "answers.yaml": "_diffrn_source.beamline: B7\n",
        **dict.fromkeys(("catalogue.yaml", "a.yaml", "b.yaml"), catalogue),
        "mine.yaml": blocks("docs/how-to/write-a-profile.md", "yaml")[0],
        "my-detector.yaml": "".join(blocks("docs/how-to/add-a-vendor-key.md", "yaml")[:1]),
        "our-diffractometer.yaml": "".join(blocks("docs/how-to/add-an-instrument.md", "yaml")),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "before").mkdir()
    for name in ("before/minicbf.yaml", "minicbf.yaml"):
        shutil.copy(ROOT / "mappings/minicbf.yaml", folder / name)


def _converted(folder: Path) -> None:
    conversion = convert(folder / "scan_master.h5")
    text = format_cif(conversion.document)
    for name in ("scan.cif", "a.cif", "b.cif", "FILE.cif"):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "prov.json").write_text(json.dumps(conversion.provenance), encoding="utf-8")
    for number, name in enumerate(("data", "2025", "2026")):
        (folder / name).mkdir()
        told = text + f"_database.dataset_DOI 10.5072/{number}\n"
        (folder / name / "scan.cif").write_text(told, encoding="utf-8")
