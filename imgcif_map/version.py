"""The version, said once: the build, reports and ``--version`` read it here."""

VERSION = "0.1.0"
