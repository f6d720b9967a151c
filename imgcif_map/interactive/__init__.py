"""Asks a person for what a conversion lacks, question by question.

What to ask (``questions``), what a line typed means (``typed``), whether it is an
answer (``check``) and how it is said (``wording``) know of no terminal: they speak
to a ``Console``, which a test can play.
"""

from imgcif_map.interactive.console import Abandoned, Console
from imgcif_map.interactive.questions import Default
from imgcif_map.interactive.session import Completed, complete

__all__ = ["Abandoned", "Completed", "Console", "Default", "complete"]
