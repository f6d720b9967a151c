"""CPU time of ``imgcif-map --help``, the whole process."""

from __future__ import annotations

from measure import Row, command_cpu, report


def rows() -> list[Row]:
    return [
        Row("imgcif-map --help, CPU", command_cpu("-m", "imgcif_map", "--help"), "s", 0.25),
        Row("python -c pass, CPU, for comparison", command_cpu("-c", "pass"), "s"),
    ]


if __name__ == "__main__":
    report(rows())
