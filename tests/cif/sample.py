"""A raw-data CIF of some 200 lines as instruments and people write them, for tests of recovery."""

from __future__ import annotations

_HEAD = """\
#\\#CIF_{version}
# written for tests
data_run_17

_audit.schema                      Base
_audit_conform.dict_name           Cif_img.dic
_audit_conform.dict_version        1.8.9
_database.dataset_doi              '10.1000/example.17'
_diffrn.id                         DIFFRN
_diffrn.crystal_id                 xtal_1
_diffrn_source.diffrn_id           DIFFRN
_diffrn_source.source              synchrotron
_diffrn_source.facility            'An Example Light Source'
_diffrn_source.beamline            "X 04"
_diffrn_source.details
;
The ring ran at 3 GeV with "top-up" injection,
the users' shutter was open.
;
_diffrn_radiation.diffrn_id        DIFFRN
_diffrn_radiation.type             'monochromatic'
_diffrn_radiation_wavelength.id    1
_diffrn_radiation_wavelength.value 0.97625(2)
_diffrn_detector.id                DET
_diffrn_detector.diffrn_id         DIFFRN
_diffrn_detector.type              'Eiger2 XE 16M'
_diffrn_detector.details
;Serial number E-32-0123.
Gaps are masked.
;
_diffrn_detector.number_of_axes    2

loop_
_diffrn_detector_axis.detector_id
_diffrn_detector_axis.axis_id
  DET  trans
  DET  two_theta

loop_
_axis.id
_axis.type
_axis.equipment
_axis.depends_on
_axis.vector[1]
_axis.vector[2]
_axis.vector[3]
_axis.description
  omega     rotation    goniometer  .          1   0   0   'the principal axis'
  kappa     rotation    goniometer  omega      0.6 0.8 0   "kappa's arm"
  phi       rotation    goniometer  kappa      1   0   0   'spindle'
  two_theta rotation    detector    .          1   0   0   'arm of the detector'
  trans     translation detector    two_theta  0   0  -1   'distance'
  fast      translation detector    trans      1   0   0   'fast pixel axis'
  slow      translation detector    fast       0  -1   0   'slow pixel axis'
  source    general     source      .          0   0   1   ?
  gravity   general     gravity     .          0  -1   0   ?

loop_
_array_structure_list.array_id
_array_structure_list.index
_array_structure_list.dimension
_array_structure_list.precedence
_array_structure_list.direction
_array_structure_list.axis_set_id
  IMAGE 1 4148 1 increasing fast
  IMAGE 2 4362 2 increasing slow

loop_
_array_structure_list_axis.axis_set_id
_array_structure_list_axis.axis_id
_array_structure_list_axis.displacement
_array_structure_list_axis.displacement_increment
  fast fast 0.0375 0.075
  slow slow 0.0375 0.075

loop_
_diffrn_scan.id
_diffrn_scan.frames
_diffrn_scan.frame_id_start
_diffrn_scan.frame_id_end
  SCAN1 40 F1 F40
  SCAN2 40 F41 F80

loop_
_diffrn_scan_axis.scan_id
_diffrn_scan_axis.axis_id
_diffrn_scan_axis.angle_start
_diffrn_scan_axis.angle_range
_diffrn_scan_axis.angle_increment
_diffrn_scan_axis.displacement_start
  SCAN1 omega     0.0  4.0 0.1 .
  SCAN1 kappa     0.0  0.0 0.0 .
  SCAN1 trans     .    .   .   150.0
  SCAN2 omega    90.0  4.0 0.1 .
  SCAN2 kappa    30.0  0.0 0.0 .
  SCAN2 trans     .    .   .   150.0

"""
_NEW = """\
_exptl_crystal.face_normals        [[1 0 0]
                                    [0 1 0]
                                    [0 0 1]]
_import.get                        [{'file':'cif_core.dic' 'save':CORE}]
_audit.remarks                     \"\"\"Nothing
is perfect.\"\"\"

loop_
_array_intensities.binary_id
_array_intensities.offsets
_array_intensities.flags
  1 [0.0 0.5 1.0] {'overload':65535 'dead':-1}
  2 [0.1 0.6 1.1] {'overload':65535 'dead':-1}
  3 [0.2 0.7 1.2] {'overload':65534 'dead':-2}

"""
_TAIL = """
loop_
_publ_author.name
_publ_author.address
'Doe, Jane'
;Institute of Examples
Some Town
;
"O'Hara, J."
;Another Institute
Other Town
;
"""


def sample(version: str) -> str:
    """The text; with lists and tables if ``version`` is ``2.0``."""
    frames = [
        "loop_\n_diffrn_scan_frame.frame_id\n_diffrn_scan_frame.scan_id\n"
        "_diffrn_scan_frame.frame_number\n_diffrn_scan_frame.integration_time\n"
    ]
    frames += [f"  F{n} SCAN{1 if n <= 40 else 2} {n} 0.01\n" for n in range(1, 81, 2)]
    files = [
        "\nloop_\n_array_data_external_data.id\n_array_data_external_data.format\n"
        "_array_data_external_data.uri\n_array_data_external_data.path\n"
    ]
    files += [f"  ext{n} HDF5 'file:///run 17/x_{n}.h5' '/entry/data/{n}'\n" for n in range(1, 21)]
    new = _NEW if version == "2.0" else ""
    return _HEAD.format(version=version) + new + "".join(frames + files) + _TAIL
