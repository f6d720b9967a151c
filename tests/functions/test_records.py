"""Functions on records: names, chains, groups, places."""

from __future__ import annotations

import numpy as np
import pytest

from imgcif_map.mapping.functions import chains, groups, records
from imgcif_map.mapping.quantity import Quantity
from imgcif_map.sources.record import TreeRecord
from tests.support.fake_call import FakeCall, FakeLazy, group, leaf, rotation, translation


@pytest.fixture
def call():
    return FakeCall()


def entry(depends_on="/entry/sample/transformations/phi", **replaced):
    """An entry with a goniometer phi → omega and a detector on a translation."""
    axes = {
        "phi": rotation("phi", 0.0, [-1, 0, 0], "omega"),
        "omega": rotation("omega", [0.0, 0.1], [-1, 0, 0], "."),
    }
    axes.update(replaced)
    return group(
        "",
        group(
            "entry",
            group(
                "sample",
                leaf("depends_on", depends_on),
                group("transformations", *axes.values(), nx_class="NXtransformations"),
                nx_class="NXsample",
            ),
            group(
                "instrument",
                group("transformations", translation("det_z", 200.0, [0, 0, 1], ".")),
                nx_class="NXinstrument",
            ),
            nx_class="NXentry",
        ),
    )


def at(root, path):
    node = root
    for name in path.split("/"):
        node = node.child(name)
    return node


def names(found):
    return [record.name for record in found]


def test_names_classes_and_ancestors():
    root = entry()
    phi = at(root, "entry/sample/transformations/phi")
    assert records.name(phi).data == "phi"
    assert records.name(phi).origins == (phi.origin,)
    assert records.class_(phi.parent).data == "NXtransformations"
    assert records.class_(phi) is None
    assert records.ancestor(phi, "NXsample") is at(root, "entry/sample")
    assert records.ancestor(at(root, "entry"), "NXentry") is at(root, "entry")
    assert records.ancestor(phi, "NXdetector") is None


@pytest.mark.parametrize(
    "reference",
    [
        "/entry/sample/transformations/phi",
        "transformations/phi",
        "entry/sample/transformations/phi",
    ],
)
def test_references_are_absolute_relative_or_lack_their_slash(call, reference):
    root = entry(reference)
    found = chains.node(call, at(root, "entry/sample/depends_on"))
    assert found is at(root, "entry/sample/transformations/phi")


@pytest.mark.parametrize("reference", [".", "", " . "])
def test_a_dot_names_nothing(call, reference):
    assert chains.node(call, at(entry(reference), "entry/sample/depends_on")) is None
    assert call.reports == []


def test_references_that_lead_nowhere_are_reported(call):
    assert chains.node(call, at(entry("/entry/gone"), "entry/sample/depends_on")) is None
    assert call.kinds == ["unreadable"]


def test_chains_are_followed_inner_first(call):
    root = entry()
    start = at(root, "entry/sample/depends_on")
    assert names(chains.follow(call, (start,))) == ["phi", "omega"]
    assert names(chains.follow(call, (at(root, "entry/sample/transformations/omega"),))) == [
        "omega"
    ]
    assert chains.follow(call, None, ()) == ()
    assert call.reports == []


def test_shared_members_come_once(call):
    root = entry()
    phi = at(root, "entry/sample/transformations/phi")
    hard_link = TreeRecord("phi_too", parent=phi.parent, key=phi.identity)
    hard_link.attrs = phi.attrs
    found = chains.follow(call, (at(root, "entry/sample/depends_on"),), (hard_link, phi))
    assert names(found) == ["phi", "omega"]


def test_chains_in_a_circle_stop_and_are_reported(call):
    root = entry(omega=rotation("omega", 0.0, [1, 0, 0], "phi"))
    assert names(chains.follow(call, (at(root, "entry/sample/depends_on"),))) == ["phi", "omega"]
    assert call.kinds == ["conflict"]


def test_chains_stop_at_missing_and_broken_axes(call):
    root = entry(omega=rotation("omega", 0.0, [1, 0, 0], "gone"))
    assert names(chains.follow(call, (at(root, "entry/sample/depends_on"),))) == ["phi", "omega"]
    root = entry(omega=TreeRecord("omega", problem="broken link"))
    assert names(chains.follow(call, (at(root, "entry/sample/depends_on"),))) == ["phi"]
    assert call.kinds == ["unreadable", "unreadable"]


def test_an_axis_without_depends_on_ends_its_chain(call):
    axis = leaf("phi", 0.0, "deg", vector=[1, 0, 0])
    assert names(chains.follow(call, (axis,))) == ["phi"]
    assert call.reports == []


def test_distinct_goes_by_identity():
    one, two = leaf("a", 1), leaf("a", 1)
    again = TreeRecord("b", key=one.identity)
    assert records.distinct((one, two, again)) == (one, two)


def test_counting():
    assert records.count(None).data == 0
    assert records.count((leaf("a"), leaf("b"))).data == 2
    long, short = leaf("a", [1.0, 2.0, 3.0]), leaf("b", [1.0, 2.0])
    assert records.longest((short, long, leaf("c", 5.0))).data == 3
    assert records.longest((leaf("c", 5.0), TreeRecord("d", problem="broken"))) is None
    assert records.longest(None) is None


def test_rows_know_their_place(call):
    table = group("rows", leaf("1"), leaf("2"), leaf("3"))
    call.current = table.child("2")
    assert records.next_row(call) is table.child("3")
    call.current = table.child("3")
    assert records.next_row(call) is None
    call.current = leaf("alone")
    assert records.next_row(call) is None
    assert records.position(call).data == 3
    assert records.running(call).data.tolist() == [4, 5, 6]


@pytest.mark.parametrize(
    ("file", "stem"),
    [("/data/6RLR-cbf.expt", "6RLR-cbf"), ("a_0001.cbf.gz", "a_0001"), ("C:\\x\\run.1.h5", "run.1"),
     (".hidden", ".hidden"), ("plain", "plain")],
)  # fmt: skip
def test_stems_of_files(call, file, stem):
    assert records.stem(call, TreeRecord("x", file=file)).data == stem
    call.current = TreeRecord("x", file=file)
    assert records.stem(call).data == stem


def test_no_file_no_stem(call):
    assert records.stem(call, TreeRecord("x")) is None


def scan(name, **values):
    return group(name, *(leaf(key, value) for key, value in values.items()))


def test_groups_share_their_keys(call):
    scans = (
        scan("1", sn="60-0119", wavelength=0.9795, size=[0.172, 0.172]),
        scan("2", sn="60-0119", wavelength=0.97950000001, size=[0.172, 0.172]),
        scan("3", sn="60-0119", wavelength=1.2, size=[0.172, 0.172]),
        scan("4", sn="60-0119"),
        scan("5", sn="60-0119"),
        scan("6", sn="60-0114", wavelength=0.9795, size=[0.172, 0.172]),
    )
    keys = [FakeLazy(name) for name in ("sn", "wavelength", "size")]
    found = groups.groups(call, scans, *keys)
    assert [names(g.named("member")) for g in found] == [["1", "2"], ["3"], ["4", "5"], ["6"]]
    first = found[0]
    assert first.identity == scans[0].identity
    assert first.origin == scans[0].origin
    assert first.child("member") is scans[0]
    assert first.child("sn") is scans[0].child("sn")
    assert first.child("gone") is None
    assert not first.is_leaf


def test_groups_by_records_go_by_identity(call):
    beam, other = group("beam", leaf("x", 1)), group("beam", leaf("x", 1))
    rows = []
    for target in (beam, other, beam):
        row = group("row")
        row.nodes["beam"] = target
        rows.append(row)
    found = groups.groups(call, tuple(rows), FakeLazy("beam"))
    assert [len(g.members) for g in found] == [2, 1]


def test_units_make_different_keys(call):
    rows = (group("a", leaf("d", 1.0, "mm")), group("b", leaf("d", 1.0, "m")))
    assert len(groups.groups(call, rows, FakeLazy("d"))) == 2


def detector(distance, pitch=0.075, vector=(-1, 0, 0)):
    return group(
        "detector",
        translation("det_z", distance, [0, 0, 1], "."),
        translation("fast_pixel_direction", pitch, list(vector), "module_offset"),
        leaf("data_size", np.array([20, 10])),
        leaf("count_time", 0.1),
        nx_class="NXdetector",
    )


def test_fingerprints_tell_equipment_apart_not_settings(call):
    axis = rotation("omega", [0.0, 0.1], [-1, 0, 0], "/entry/a/b")
    longer = rotation("omega", [0.0, 0.1, 0.2], [-1.0, 0, 1e-15], "/entry_2/a/b")
    turned = rotation("omega", [0.0, 0.1], [0, 1, 0], "/entry/a/b")
    prints = [records.fingerprint(call, (a,)).data for a in (axis, longer, turned)]
    assert prints[0] == prints[1] != prints[2]
    same = records.fingerprint(call, (detector(200.0),), (axis,))
    assert same.data == records.fingerprint(call, (detector(200.0),), (longer,)).data
    other = records.fingerprint(call, (detector(200.0, pitch=0.172),), (axis,))
    assert same.data != other.data
    assert records.fingerprint(call, None, ()) is None


def test_counterparts_have_the_same_place(call):
    root, other = entry(), entry()
    one, two = root.child("entry"), other.child("entry")
    phi = at(root, "entry/sample/transformations/phi")
    assert records.counterpart(phi, one, two) is at(other, "entry/sample/transformations/phi")
    assert records.counterpart(one, one, two) is two


def test_counterparts_are_sought_by_name_elsewhere():
    root = entry()
    phi = at(root, "entry/sample/transformations/phi")
    moved = rotation("phi", 0.0, [1, 0, 0], ".")
    elsewhere = group("entry_2", group("axes", moved))
    assert records.counterpart(phi, root.child("entry"), elsewhere) is moved
    assert records.counterpart(leaf("nowhere"), root.child("entry"), elsewhere) is None


def test_text_of_a_reference_is_a_quantity_for_the_call(call):
    assert isinstance(call.read(at(entry(), "entry/sample/depends_on")), Quantity)
