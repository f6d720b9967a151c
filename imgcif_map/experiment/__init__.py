"""The experiment that the data blocks of an imgCIF file describe, as a geometric model."""

from __future__ import annotations

from imgcif_map.experiment.model import Experiment
from imgcif_map.experiment.read import experiments

__all__ = ["Experiment", "experiments"]
