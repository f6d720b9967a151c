"""What changed in meaning from one dictionary to another: laws on generated ones, real ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgcif_map.dictionary.changes import Effect, dictionary_diff
from imgcif_map.dictionary.changes.model import KINDS
from imgcif_map.dictionary.compile import alias_table
from imgcif_map.dictionary.load import load_dictionary
from imgcif_map.dictionary.model import Category, Definition, Dictionary, Part

PART = Part("T", "1", "", "", "", "", "t.dic", False)
CATEGORIES = ("axis", "scan", "frame")
OBJECTS = ("id", "size", "type")
IDS = [f"_{category}.{name}" for category in CATEGORIES for name in OBJECTS]
ALIASES = [*IDS, "_old.size", "_old.type"]


def made(definitions, categories) -> Dictionary:
    by_id = {d.id.casefold(): d for d in definitions}
    return Dictionary("T", "1", (PART,), by_id, categories, alias_table(by_id))


def some(values):
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


@st.composite
def definitions(draw):
    name = draw(st.sampled_from(IDS))
    category, object_id = name[1:].split(".")
    low = draw(st.sampled_from([None, 0.0, 1.0]))
    return Definition(
        id=name,
        category=category,
        object_id=object_id,
        purpose=draw(st.sampled_from(["", "Key", "Measurand", "State"])),
        source=draw(st.sampled_from(["", "Assigned"])),
        container=draw(st.sampled_from(["Single", "List"])),
        contents=draw(st.sampled_from(["Text", "Word", "Code", "Real", "Integer"])),
        dimension=draw(st.sampled_from([(), (3,), (None,)])),
        units=draw(st.sampled_from(["", "millimetres", "degrees"])),
        range=draw(st.sampled_from([None, (low, 360.0)])),
        states=draw(some(["a", "b", "c"])),
        mandatory=draw(st.booleans()),
        default=draw(st.sampled_from([None, "a", "1"])),
        def_index_ids=draw(some(IDS)),
        defaults=draw(st.dictionaries(st.sampled_from([("x",), ("y",)]), st.just("1"))),
        linked_item=draw(st.sampled_from([None, *IDS])),
        aliases=draw(some(ALIASES)),
        replaced_by=draw(some([None, *IDS])),
        has_method=draw(st.booleans()),
    )


@st.composite
def dictionaries(draw):
    found = draw(st.lists(definitions(), unique_by=lambda d: d.id, max_size=6))
    known = draw(st.lists(st.sampled_from(CATEGORIES), unique=True))
    categories = {
        name: Category(
            name,
            draw(st.sampled_from(["Loop", "Set"])),
            draw(st.sampled_from(["head", "other"])),
            tuple(draw(some([f"_{name}.id", f"_{name}.type"]))),
            draw(st.booleans()),
        )
        for name in known
    }
    return made(found, categories)


@given(dictionaries())
def test_nothing_changed(one):
    assert dictionary_diff(one, one).changes == ()


MIRROR = {
    "added": "removed", "removed": "added",
    "alias-added": "alias-removed", "alias-removed": "alias-added",
    "state-added": "state-removed", "state-removed": "state-added",
    "restricted": "unrestricted", "unrestricted": "restricted",
    "alias-deprecated": "alias-reinstated", "alias-reinstated": "alias-deprecated",
}  # fmt: skip
REPLACEMENT = {"replaced", "withdrawn", "reinstated"}


def seen(diff, *, mirrored):
    found = Counter()
    for c in diff.changes:
        kind = "replacement" if c.kind in REPLACEMENT else c.kind
        if mirrored:
            found[MIRROR.get(kind, kind), c.attribute, c.new, c.old] += 1
        else:
            found[kind, c.attribute, c.old, c.new] += 1
    return found


@settings(max_examples=120)
@given(dictionaries(), dictionaries())
def test_the_other_way_round_is_the_mirror_image(one, other):
    there, back = dictionary_diff(one, other), dictionary_diff(other, one)
    assert seen(there, mirrored=False) == seen(back, mirrored=True)
    assert {new: old for old, new in there.renamed.items()} == dict(back.renamed)


@settings(max_examples=60)
@given(dictionaries(), dictionaries())
def test_every_change_has_a_known_kind_and_says_what_it_means(one, other):
    for change in dictionary_diff(one, other).changes:
        assert change.kind in KINDS
        assert change.means
        assert change.subject in change.title
        assert change.category


BASE = Definition(
    id="_axis.type", category="axis", object_id="type", definition_class="Datum",
    purpose="State", source="Assigned", contents="Code", units="none", range=(0.0, 1.0),
    states=("a", "b"), default="a", def_index_ids=("_axis.id",), defaults={("x",): "a"},
    linked_item="_axis.id", aliases=("_old.type",), replaced_by=("_axis.id",),
)  # fmt: skip
KEY = Definition("_axis.id", "axis", "id")
AXIS = Category("axis", "Loop", "head", ("_axis.id",))
MUTATIONS = {
    "definition_class": ("Audit", "definition-class", "_definition.class", "breaking"),
    "purpose": ("Measurand", "retyped", "_type.purpose", "compatible"),
    "source": ("Derived", "source", "_type.source", "neutral"),
    "container": ("List", "retyped", "_type.container", "breaking"),
    "contents": ("Integer", "retyped", "_type.contents", "breaking"),
    "contents_referenced_id": ("_axis.id", "retyped", "_type.contents_referenced_id", "breaking"),
    "indices": ("Code", "retyped", "_type.indices", "breaking"),
    "indices_referenced_id": ("_axis.id", "retyped", "_type.indices_referenced_id", "breaking"),
    "dimension": ((3,), "retyped", "_type.dimension", "breaking"),
    "units": ("degrees", "units", "_units.code", "breaking"),
    "range": ((0.0, 2.0), "range", "_enumeration.range", "compatible"),
    "mandatory": (False, "mandatory", "_enumeration.mandatory", "compatible"),
    "default": ("b", "default", "_enumeration.default", "breaking"),
    "def_index_ids": ((), "default", "_enumeration.def_index_ids", "breaking"),
    "defaults": ({("x",): "b"}, "default", "_enumeration_defaults.value", "breaking"),
    "linked_item": (None, "link", "_name.linked_item_id", "compatible"),
    "aliases": ((), "alias-removed", "_alias.definition_id", "breaking"),
    "deprecated_aliases": (
        ("_old.type",), "alias-deprecated", "_alias.deprecation_date", "neutral",
    ),
    "replaced_by": ((None,), "withdrawn", "_definition_replaced.by", "compatible"),
    "has_method": (True, "method", "_method.expression", "neutral"),
    "category": ("scan", "moved", "_name.category_id", "breaking"),
    "states": (("a",), "state-removed", "_enumeration_set.state", "breaking"),
}  # fmt: skip
PROSE = {"id", "object_id", "update", "origin"}


def test_every_attribute_of_the_model_is_compared_or_has_no_meaning():
    assert set(MUTATIONS) | PROSE == set(Definition.__slots__)


@pytest.mark.parametrize("name", MUTATIONS)
def test_one_mutation_is_one_change_that_names_it(name):
    value, kind, attribute, effect = MUTATIONS[name]
    old = made([BASE, KEY], {"axis": AXIS})
    new = made([replace(BASE, **{name: value}), KEY], {"axis": AXIS})
    (change,) = dictionary_diff(old, new).changes
    assert (change.kind, change.attribute, change.effect) == (kind, attribute, effect)
    assert change.subject == change.now == "_axis.type"
    assert change.category == "axis"


def categories(**more):
    return {"axis": replace(AXIS, **more)}


@pytest.mark.parametrize(
    ("more", "kind", "old", "new"),
    [
        ({"category_class": "Set"}, "class", "Loop", "Set"),
        ({"parent": "other"}, "parent", "head", "other"),
        ({"keys": ("_axis.id", "_axis.type")}, "key", "", "_axis.type"),
        ({"keys": ("_axis.type",)}, "key", "_axis.id", "_axis.type"),
        ({"has_method": True}, "method", "", "yes"),
    ],
)
def test_one_mutation_of_a_category(more, kind, old, new):
    definitions = [replace(BASE, default=None), KEY]
    diff = dictionary_diff(made(definitions, categories()), made(definitions, categories(**more)))
    (change,) = diff.changes
    assert (change.kind, change.subject, change.old, change.new) == (kind, "axis", old, new)
    assert change.of_category


def test_a_key_that_fills_itself_breaks_nothing():
    definitions = [BASE, KEY]
    wider = categories(keys=("_axis.id", "_axis.type"))
    (change,) = dictionary_diff(made(definitions, categories()), made(definitions, wider)).changes
    assert change.effect is Effect.COMPATIBLE


def renamed(new: Definition, *others: Definition, old: Definition = BASE):
    before = made([replace(old, aliases=()), KEY], {"axis": AXIS})
    after = made([new, KEY, *others], {"axis": AXIS})
    return dictionary_diff(before, after).changes


def test_renamed_with_its_alias_left():
    (change,) = renamed(replace(BASE, id="_axis.kind", object_id="kind", aliases=("_Axis.TYPE",)))
    assert (change.kind, change.effect) == ("renamed", "compatible")
    assert (change.old, change.new) == ("_axis.type", "_axis.kind")
    assert change.means == "files that use _axis.type stay legal: it is an alias now"
    assert "alias" in change.how


def test_renamed_and_retyped_at_once():
    changes = renamed(
        replace(BASE, id="_axis.kind", object_id="kind", aliases=("_axis.type",), contents="Real")
    )
    assert [c.kind for c in changes] == ["renamed", "retyped"] or [c.kind for c in changes] == [
        "retyped",
        "renamed",
    ]
    assert {c.now for c in changes} == {"_axis.kind"}


def test_renamed_as_its_replacement_said():
    old = replace(BASE, replaced_by=("_axis.kind",))
    changes = renamed(replace(BASE, id="_axis.kind", object_id="kind", aliases=()), old=old)
    by_kind = {change.kind: change for change in changes}
    assert by_kind["renamed"].effect is Effect.BREAKING
    assert "replaced" in by_kind["renamed"].how


def test_the_same_object_in_another_category():
    (change,) = renamed(replace(BASE, id="_scan.type", category="scan", aliases=()))
    assert (change.kind, change.effect) == ("renamed", "breaking")
    assert "another category" in change.how


def test_the_only_one_of_its_kind_that_is_new_in_the_category():
    (change,) = renamed(replace(BASE, id="_axis.kind", object_id="kind", aliases=()))
    assert (change.kind, change.effect) == ("renamed", "breaking")
    assert "alone" in change.how
    other = replace(BASE, id="_axis.kind", object_id="kind", aliases=(), units="degrees")
    assert sorted(c.kind for c in renamed(other)) == ["added", "removed"]


def test_two_that_it_could_be_are_not_guessed():
    other = replace(BASE, id="_scan.type", category="scan", aliases=())
    kinds = [c.kind for c in renamed(other, replace(other, id="_frame.type", category="frame"))]
    assert sorted(kinds) == ["added", "added", "removed"]


def test_a_renamed_key_is_no_other_key_and_no_other_link():
    key = replace(KEY, id="_axis.name", object_id="name", aliases=("_axis.id",))
    link = replace(BASE, aliases=())
    old = made([KEY, link], {"axis": AXIS})
    new = made(
        [key, replace(link, linked_item="_axis.name", replaced_by=("_axis.id",))],
        {"axis": replace(AXIS, keys=("_axis.name",))},
    )
    (change,) = dictionary_diff(old, new).changes
    assert change.kind == "renamed"


def test_order_case_and_dates_are_no_changes():
    new = replace(
        BASE, id="_AXIS.type", states=("B", "a"), contents="code", update="2027", origin="X"
    )
    old = made([BASE, KEY], {"axis": AXIS})
    assert dictionary_diff(old, made([KEY, new], {"axis": AXIS})).changes == ()


def test_words_other_than_codes_have_capitals():
    old, new = (
        replace(BASE, contents="Word", states=states) for states in (("a", "b"), ("a", "B"))
    )
    changes = dictionary_diff(made([old, KEY], {"axis": AXIS}), made([new, KEY], {"axis": AXIS}))
    assert [c.kind for c in changes.changes] == ["state-removed", "state-added"]


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        ("Word", "Text", "compatible"),
        ("Text", "Word", "breaking"),
        ("Integer", "Real", "compatible"),
        ("Real", "Integer", "breaking"),
        ("Real", "Text", "compatible"),
    ],
)
def test_wider_contents_break_nothing(before, after, effect):
    pair = (made([replace(KEY, contents=c)], {"axis": AXIS}) for c in (before, after))
    (change,) = dictionary_diff(*pair).changes
    assert change.effect == effect


# -- real ones


def test_condensing_loses_nothing(shared):
    diff = dictionary_diff("cif_img.dic", shared / "dictionaries/cif_img.dic")
    assert diff.changes == ()
    assert len(diff.old.definitions) > 900


def test_variants_add_and_break_nothing(shared):
    """The null variant is the default of the new key, so files without variants stay right."""
    variant = load_dictionary(shared / "dictionaries/cif_img_variant.dic")
    diff = dictionary_diff("cif_img.dic", variant)
    counts = Counter((c.kind, c.effect.value) for c in diff.changes)
    assert counts["key", "compatible"] == 24
    assert diff.counts()["breaking"] == 0
    assert {c.subject for c in diff.changes if c.kind == "added"} >= {"variant", "_axis.variant"}
    assert dictionary_diff(variant, "cif_img.dic").counts()["breaking"] > 24
