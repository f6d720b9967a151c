"""IMG001."""

from __future__ import annotations

from imgcif_map.rules.img.required import RequirementRule
from imgcif_map.rules.profile import Profile, Requirement


class MissingRequired(RequirementRule):
    """A data name that the profile requires has no value.

    What
        A profile was asked for (`--profile reprocessing`), and a data name that it
        requires is absent or null. Some requirements are fulfilled by any of
        several groups of data names, some hold for every row of a category.
        Data blocks with the same `_audit_dataset.id` are taken together.

    Why
        The profile states why each data name matters; the finding repeats it.

    Fails
        _audit.creation_method  'no axes, no scan, no wavelength'

    Passes
        _axis.id  omega
    """

    code = "IMG001"
    name = "missing-required"

    def of(self, profile: Profile) -> tuple[Requirement, ...]:
        """What the profile requires."""
        return profile.required
