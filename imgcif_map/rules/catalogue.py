"""The ordered list of all rules, and every code that a finding may carry.

Adding a rule: one new module with one class, one new line in ``RULES``.
Rules are imported when a family is asked for, never before.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from functools import lru_cache

from imgcif_map.rules.base import Rule

RULES: tuple[str, ...] = (
    "arc.not_examined:NotExamined",
    "arc.unreachable_archive:UnreachableArchive",
    "arc.unsafe_path:UnsafePath",
    "arc.other_packing:OtherPacking",
    "arc.missing_member:MissingMember",
    "arc.damaged_data:DamagedData",
    "arc.too_large:TooLarge",
    "arc.other_file_format:OtherFileFormat",
    "arc.no_such_dataset:NoSuchDataset",
    "arc.no_such_frame:NoSuchFrame",
    "arc.image_size:ImageSize",
    "arc.element_type:ElementType",
    "arc.image_storage:ImageStorage",
    "arc.overload_not_given:OverloadNotGiven",
    "arc.overload_above_type:OverloadAboveType",
    "arc.not_decoded:NotDecoded",
    "arc.unended_archive:UnendedArchive",
    "ddl.unknown_data_name:UnknownDataName",
    "ddl.content_type:ContentType",
    "ddl.container:Container",
    "ddl.quoted_number:QuotedNumber",
    "ddl.quoted_null:QuotedNull",
    "ddl.enumeration_state:EnumerationState",
    "ddl.out_of_range:OutOfRange",
    "ddl.uncertainty_not_allowed:UncertaintyNotAllowed",
    "ddl.uncertainty_conflict:UncertaintyConflict",
    "ddl.uncertainty_without_value:UncertaintyWithoutValue",
    "ddl.negative_uncertainty:NegativeUncertainty",
    "ddl.missing_uncertainty:MissingUncertainty",
    "ddl.missing_key:MissingKey",
    "ddl.incomplete_key:IncompleteKey",
    "ddl.null_key:NullKey",
    "ddl.duplicate_key:DuplicateKey",
    "ddl.dangling_link:DanglingLink",
    "ddl.absent_parent:AbsentParent",
    "ddl.disagreeing_links:DisagreeingLinks",
    "ddl.dangling_pair:DanglingPair",
    "ddl.unstated_link:UnstatedLink",
    "ddl.implied_link:ImpliedLink",
    "ddl.set_category_looped:SetCategoryLooped",
    "ddl.mixed_categories:MixedCategories",
    "ddl.split_category:SplitCategory",
    "ddl.alias_conflict:AliasConflict",
    "ddl.ambiguous_set_row:AmbiguousSetRow",
    "ddl.conflicting_blocks:ConflictingBlocks",
    "ddl.replaced_item:ReplacedItem",
    "ddl.deprecated_alias:DeprecatedAlias",
    "ddl.not_for_data:NotForData",
    "ddl.other_dictionary:OtherDictionary",
    "dic.missing_attribute:MissingAttribute",
    "dic.recommended_attribute:RecommendedAttribute",
    "dic.prohibited_attribute:ProhibitedAttribute",
    "dic.one_head:OneHead",
    "dic.head_name:HeadName",
    "dic.block_name:BlockName",
    "dic.unknown_category:UnknownCategory",
    "dic.category_cycle:CategoryCycle",
    "dic.duplicate_definition:DuplicateDefinition",
    "dic.duplicate_object:DuplicateObject",
    "dic.frame_name:FrameName",
    "dic.data_name_form:DataNameForm",
    "dic.alias_clash:AliasClash",
    "dic.version_audit:VersionAudit",
    "dic.audit_order:AuditOrder",
    "dic.date_audit:DateAudit",
    "dic.update_date:UpdateDate",
    "dic.ddl_conformance:DdlConformance",
    "dic.relative_uri:RelativeUri",
    "dic.import_file:ImportFile",
    "dic.import_frame:ImportFrame",
    "dic.import_clash:ImportClash",
    "dic.import_cycle:ImportCycle",
    "dic.import_mode:ImportMode",
    "dic.import_version:ImportVersion",
    "dic.import_table:ImportTable",
    "dic.idle_import:IdleImport",
    "dic.template_identity:TemplateIdentity",
    "dic.second_block:SecondBlock",
    "dic.missing_linked_item:MissingLinkedItem",
    "dic.unknown_linked_item:UnknownLinkedItem",
    "dic.link_to_non_key:LinkToNonKey",
    "dic.link_cycle:LinkCycle",
    "dic.linked_pair:LinkedPair",
    "dic.su_of_non_measurand:SuOfNonMeasurand",
    "dic.su_type:SuType",
    "dic.su_source:SuSource",
    "dic.second_su:SecondSu",
    "dic.missing_su:MissingSu",
    "dic.negative_su:NegativeSu",
    "dic.state_without_states:StateWithoutStates",
    "dic.states_without_state:StatesWithoutState",
    "dic.state_form:StateForm",
    "dic.range_order:RangeOrder",
    "dic.range_of_text:RangeOfText",
    "dic.default_index:DefaultIndex",
    "dic.imported_values:ImportedValues",
    "dic.unknown_key:UnknownKey",
    "dic.foreign_key:ForeignKey",
    "dic.loop_without_key:LoopWithoutKey",
    "dic.child_key:ChildKey",
    "dic.uncertain_key:UncertainKey",
    "dic.missing_units:MissingUnits",
    "dic.needless_units:NeedlessUnits",
    "dic.sibling_units:SiblingUnits",
    "dic.purpose_and_contents:PurposeAndContents",
    "dic.dimension:Dimension",
    "dic.matrix_of_text:MatrixOfText",
    "dic.type_reference:TypeReference",
    "dic.idle_attribute:IdleAttribute",
    "dic.reference_only:ReferenceOnly",
    "dic.replacement:Replacement",
    "dic.deprecated_in_use:DeprecatedInUse",
    "dic.deprecated_category:DeprecatedCategory",
    "dic.hidden_key:HiddenKey",
    "dic.hidden_definition:HiddenDefinition",
    "dic.lost_name:LostName",
    "dic.overridden_definition:OverriddenDefinition",
    "dic.method_on_primitive:MethodOnPrimitive",
    "img.missing_required:MissingRequired",
    "img.missing_recommended:MissingRecommended",
    "img.no_image_data:NoImageData",
    "img.private_uri:PrivateUri",
    "img.archive_member:ArchiveMember",
    "img.archive_format_mismatch:ArchiveFormatMismatch",
    "img.file_name_mismatch:FileNameMismatch",
    "img.image_address:ImageAddress",
    "img.repeated_image:RepeatedImage",
    "img.zero_vector:ZeroVector",
    "img.axis_cycle:AxisCycle",
    "img.axis_twice:AxisTwice",
    "img.scan_steps:ScanSteps",
    "img.zero_increment:ZeroIncrement",
    "img.frame_numbers:FrameNumbers",
    "img.scan_ends:ScanEnds",
    "img.frame_setting:FrameSetting",
    "img.array_dimensions:ArrayDimensions",
    "img.frame_without_image:FrameWithoutImage",
    "img.image_without_frame:ImageWithoutFrame",
    "img.frame_without_scan:FrameWithoutScan",
    "img.unused_external_data:UnusedExternalData",
    "img.image_without_data:ImageWithoutData",
    "img.incomplete_frame:IncompleteFrame",
    "img.unused_element:UnusedElement",
    "img.undescribed_array:UndescribedArray",
    "img.overload_beyond_type:OverloadBeyondType",
    "img.external_encoding:ExternalEncoding",
    "img.element_size:ElementSize",
    "img.dead_time_unit:DeadTimeUnit",
    "img.beam_size_unit:BeamSizeUnit",
    "img.divergence_unit:DivergenceUnit",
    "img.wavelength_unit:WavelengthUnit",
    "img.surface_axis_moves:SurfaceAxisMoves",
    "img.surface_axis_listed:SurfaceAxisListed",
    "img.pixel_centre:PixelCentre",
    "img.detector_direction:DetectorDirection",
    "img.beam_off_detector:BeamOffDetector",
    "img.principal_axis:PrincipalAxis",
    "img.source_direction:SourceDirection",
    "img.pixel_chain:PixelChain",
    "img.skewed_pixels:SkewedPixels",
    "img.stated_distance:StatedDistance",
    "img.stated_centre:StatedCentre",
    "img.detector_upstream:DetectorUpstream",
    "img.elements_coincide:ElementsCoincide",
)
CRASH_CODE, CRASH_NAME = "INT001", "rule-crashed"


def load(entries: Iterable[str]) -> tuple[Rule, ...]:
    """Instances of the rules of ``family.module:Class`` entries, in that order.

    Raises ValueError if two rules share a code, a name or an alias.
    """
    rules: list[Rule] = []
    taken: dict[str, str] = {}
    for entry in entries:
        module, _, name = entry.partition(":")
        rule: Rule = getattr(importlib.import_module(f"imgcif_map.rules.{module}"), name)()
        for label in (rule.code, rule.name, *rule.aliases):
            other = taken.setdefault(label.casefold(), entry)
            if other != entry:
                raise ValueError(f"rules {other} and {entry} both claim {label}")
        rules.append(rule)
    return tuple(rules)


@lru_cache(maxsize=8)
def rules_of(*families: str) -> tuple[Rule, ...]:
    """The rules of some families (``arc``, ``ddl`` …): the others are not imported."""
    return load(entry for entry in RULES if entry.partition(".")[0] in families)


@lru_cache(maxsize=1)
def all_rules() -> tuple[Rule, ...]:
    """Every rule in catalogue order."""
    return load(RULES)


def find_rule(label: str) -> Rule | None:
    """The rule of a code, name or alias, caseless."""
    key = label.casefold()
    for rule in all_rules():
        if key in (rule.code.casefold(), rule.name, *rule.aliases):
            return rule
    return None
