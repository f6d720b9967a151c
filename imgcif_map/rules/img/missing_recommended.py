"""IMG002."""

from __future__ import annotations

from imgcif_map.findings import Severity
from imgcif_map.rules.img.required import RequirementRule
from imgcif_map.rules.profile import Profile, Requirement


class MissingRecommended(RequirementRule):
    """A data name that the profile recommends has no value.

    What
        A profile was asked for, and a data name that it recommends is absent or
        null.

    Why
        The file can be used without it, but somebody will ask.

    Fails
        _audit.creation_method  'nothing on the source'

    Passes
        _diffrn_source.facility  'Some Light Source'
    """

    code = "IMG002"
    name = "missing-recommended"
    severity = Severity.WARNING
    verb = "recommends"

    def of(self, profile: Profile) -> tuple[Requirement, ...]:
        """What the profile recommends."""
        return profile.recommended
