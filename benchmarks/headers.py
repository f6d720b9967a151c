"""Image headers to imgCIF: thousands of miniCBF files, time and memory.

    python benchmarks/headers.py [--files 3600] [--many 100000] [--rounds 3]

The files are written around one realistic header, in a temporary folder; each has a padded
binary section of some kilobytes, since only headers are read. The goal for 3,600 files is 6
seconds and 300 MB. The time for --many files is set against that for a tenth of them: what
takes ten times as long grows with the number of files (up to 12 is allowed for).
"""

from __future__ import annotations

import argparse
import sys
from datetime import datetime, timedelta
from pathlib import Path

from measure import Row, folder, report
from race import Command, race

LIMIT, MEMORY, GROWTH = 6.0, 300.0, 12.0
_HEADER = """###CBF: VERSION 1.5, CBFlib v0.7.8 - PILATUS detectors

data_run_{number:06d}

_array_data.header_convention "PILATUS_1.2"
_array_data.header_contents
;
# Detector: PILATUS3 6M, S/N 60-9999
# {stamp}
# Pixel_size 172e-6 m x 172e-6 m
# Silicon sensor, thickness 0.000450 m
# Exposure_time 0.0190000 s
# Exposure_period 0.0200000 s
# Tau = 0 s
# Count_cutoff 115897 counts
# Threshold_setting: 6400 eV
# Gain_setting: autog (vrf = 1.000)
# N_excluded_pixels = 609
# Excluded_pixels: badpixel_mask.tif
# Flat_field: flat.tif
# Trim_file: trim.bin
# Image_path: /ramdisk/run/
# Ratecorr_lut_directory: ContinuousStandard_v1.1
# Retrigger_mode: 1
# Wavelength 0.96859 A
# Energy_range (0, 0) eV
# Detector_distance 0.35100 m
# Detector_Voffset 0.00000 m
# Beam_xy (1261.61, 1306.96) pixels
# Flux 1396021000
# Filter_transmission 0.2547
# Start_angle {angle:.4f} deg.
# Angle_increment 0.1000 deg.
# Detector_2theta 0.0000 deg.
# Polarization 0.990
# Alpha 0.0000 deg.
# Kappa 0.0000 deg.
# Phi 0.0000 deg.
# Phi_increment 0.0000 deg.
# Omega {angle:.4f} deg.
# Omega_increment 0.1000 deg.
# Chi 0.0000 deg.
# Chi_increment 0.0000 deg.
# Oscillation_axis X.CW
# N_oscillations 1
;

_array_data.data
;
--CIF-BINARY-FORMAT-SECTION--
Content-Type: application/octet-stream;
     conversions="x-CBF_BYTE_OFFSET"
Content-Transfer-Encoding: BINARY
X-Binary-Size: 4000
X-Binary-ID: 1
X-Binary-Element-Type: "signed 32-bit integer"
X-Binary-Element-Byte-Order: LITTLE_ENDIAN
Content-MD5: {digest:032x}
X-Binary-Number-of-Elements: 6224001
X-Binary-Size-Fastest-Dimension: 2463
X-Binary-Size-Second-Dimension: 2527
X-Binary-Size-Padding: 4095

"""


def write(place: Path, count: int) -> Path:
    """A folder with one scan of ``count`` files."""
    place.mkdir()
    begin = datetime(2026, 1, 31, 12, 0, 0, 123000)
    for number in range(1, count + 1):
        stamp = (begin + timedelta(seconds=0.02 * number)).isoformat(timespec="milliseconds")
        text = _HEADER.format(
            number=number, stamp=stamp, angle=(number - 1) * 0.1, digest=number * 7919
        )
        data = text.replace("\n", "\r\n").encode() + b"\x0c\x1a\x04\xd5" + bytes(4096)
        (place / f"run_{number:06d}.cbf").write_bytes(data)
    return place


def rows(files: int, many: int, rounds: int) -> list[Row]:
    """The table."""
    with folder() as name:
        place = Path(name)
        table = []
        runs = {}
        for count in dict.fromkeys((files, many // 10, many)):
            source = write(place / f"files{count}", count)
            out = place / f"out{count}.cif"
            argv = (sys.executable, "-m", "imgcif_map", "convert", source, "-o", out, "-q")
            command = Command(argv, (0, 1), once=count == many)
            runs[count] = race({"convert": command}, rounds)["convert"]
            goal = LIMIT if count == files else None
            table += [
                Row(f"{count:,} miniCBF files to imgCIF", runs[count].best, "s", goal),
                Row(f"{count:,} miniCBF files, CPU", runs[count].cpu, "s"),
                Row(
                    f"{count:,} miniCBF files, peak memory",
                    runs[count].memory,
                    "MB",
                    MEMORY if count == files else None,
                ),
            ]
        growth = runs[many].cpu / runs[many // 10].cpu
        table.append(Row(f"{many:,} files / {many // 10:,} files, CPU", growth, "times", GROWTH))
        return table


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=3600)
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    report(rows(given.files, given.many, given.rounds))
