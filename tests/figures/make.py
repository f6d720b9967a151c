"""Experiments made by hand, and any experiment as hypothesis makes it up."""

from __future__ import annotations

from hypothesis import strategies as st

from imgcif_map.experiment import Experiment
from imgcif_map.geometry.axes import Axis
from imgcif_map.geometry.instrument import Instrument, Scan, Setting, Side, Step, Surface

HOSTILE = [
    "<script>alert(1)</script>", "]]>", "a\"b'c", "\u202eodd", "\x1b[2J", "x" * 500, "&amp;",
    "\ud800", "\x00", "e\u0301長い", "", "</style>", "-->",
]  # fmt: skip


def surface(name: str = "module", *, size: int = 100, pitch: float = 0.5) -> Surface:
    """A flat square on axes ``{name}_fast`` and ``{name}_slow``."""
    sides = [
        Side(size, (Step(f"{name}_{way}", pitch / 2, pitch),), False) for way in ("fast", "slow")
    ]
    return Surface(name, sides[0], sides[1])


def axes(*names: str, spacing: float = 60.0) -> dict[str, Axis]:
    """Omega and kappa, two-theta and distance, and the axes of some surfaces side by side."""
    found = [
        Axis("omega", "rotation", (1, 0, 0)),
        Axis("kappa", "rotation", (0.6, 0, -0.8), depends_on="omega"),
        Axis("two_theta", "rotation", (1, 0, 0)),
        Axis("distance", "translation", (0, 0, -1), depends_on="two_theta"),
    ]
    for place, name in enumerate(names):
        at = (-25.0 + spacing * place, 25.0, 0.0)
        found.append(Axis(f"{name}_slow", "translation", (0, -1, 0), at, "distance"))
        found.append(Axis(f"{name}_fast", "translation", (1, 0, 0), depends_on=f"{name}_slow"))
    found.append(Axis("down", "general", (0, -1, 0)))
    return {axis.name: axis for axis in found}


def experiment(
    *names: str, scans: tuple[Scan, ...] | None = None, wavelength: float | None = 1.0
) -> Experiment:
    """One scan of 90 frames about omega, surfaces at 100 mm; ``module`` unless named."""
    names = names or ("module",)
    known = axes(*names)
    surfaces = tuple(surface(name) for name in names)
    return Experiment(
        "block", "lysozyme", Instrument(known, surfaces),
        scans or (scan("1"),),
        () if wavelength is None else (wavelength,),
        ("kappa", "omega"), ("distance", "two_theta"),
        {name: "gravity" if name == "down" else "general" for name in known},
    )  # fmt: skip


def scan(name: str, frames: int = 90, two_theta: float = 0.0, **settings: Setting) -> Scan:
    """A scan about omega at 100 mm."""
    return Scan(
        name, frames,
        {"omega": Setting(0.0, 1.0), "distance": Setting(100.0), "two_theta": Setting(two_theta),
         **settings},
    )  # fmt: skip


NUMBER = st.floats(-1e4, 1e4, allow_nan=False)
WILD = st.one_of(NUMBER, st.sampled_from([0.0, 1e-300, 1e300, -1e300, 1e7]))
TRIPLE = st.tuples(WILD, WILD, WILD)
NAME = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=8)).filter(
    lambda name: "nan" not in name and "inf" not in name
)


@st.composite
def any_experiment(draw: st.DrawFn) -> Experiment:
    """Chains of any axes, sensible or not, and surfaces on some of them."""
    names = draw(st.lists(NAME, min_size=2, max_size=7, unique=True))
    made: dict[str, Axis] = {}
    for place, name in enumerate(names):
        type_ = draw(st.sampled_from(["rotation", "translation", "translation", "general"]))
        above = draw(st.sampled_from([None, *names[:place], *names[place - 1 : place]]))
        made[name] = Axis(name, type_, draw(TRIPLE), draw(TRIPLE), above)
    surfaces = []
    for number in range(draw(st.integers(0, 3))):
        sides = [
            Side(
                draw(st.sampled_from([0, 1, 5, 4000])),
                (Step(draw(st.sampled_from(names)), draw(WILD), draw(WILD)),),
                draw(st.booleans()),
            )
            for _ in range(2)
        ]
        surfaces.append(Surface(f"s{number}", sides[0], sides[1]))
    scans = tuple(
        Scan(
            draw(NAME), draw(st.integers(1, 10**6)),
            {n: Setting(draw(WILD), draw(WILD)) for n in draw(st.sets(st.sampled_from(names)))},
        )
        for _ in range(draw(st.integers(0, 3)))
    )  # fmt: skip
    beam = draw(st.sampled_from([(0.0, 0.0, -1.0), (0.0, 1.0, 0.0), (0.6, 0.8, 0.0)]))
    equipment = {n: draw(st.sampled_from(["gravity", "general"])) for n in names}
    return Experiment(
        draw(NAME), draw(NAME), Instrument(made, tuple(surfaces), beam), scans,
        tuple(draw(st.lists(st.sampled_from([1.0, 1e-9, 1e9]), max_size=2))),
        tuple(draw(st.lists(st.sampled_from(names), max_size=3))),
        tuple(draw(st.lists(st.sampled_from(names), max_size=3))),
        equipment,
    )  # fmt: skip
