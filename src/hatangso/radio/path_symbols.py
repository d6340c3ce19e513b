"""Every intermediate of a model under the symbol that its description gives it.

Where a Recommendation gives one symbol to two numbers, the later one carries its
equation: ``hst`` and ``hst_90a``. Losses that are found once for the median and once
for the Earth radius of beta0 end in 50 and b.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hatangso.radio.itm import TerrainLoss
from hatangso.radio.itu_p1812 import TransmissionLoss
from hatangso.radio.path_models import (
    LossPart,
    ModelLoss,
    PathConditions,
    PathGround,
    path_of,
)

__all__ = ["Quantity", "symbols_of"]

Value = float | str | bool | list[float] | list[str]


@dataclass(frozen=True)
class Quantity:
    """A number as a model's description writes it.

    Attributes:
        value: One number, a pair for both antennas, or a word.
        unit: Empty for ratios and words.
        equation: Where it stands: an equation, a table or a section.
    """

    value: Value
    unit: str = ""
    equation: str = ""


def symbols_of(
    loss: ModelLoss,
    ground: PathGround,
    heights_m: tuple[float, float],
    conditions: PathConditions,
) -> Mapping[str, Quantity]:
    """Return the intermediates of a loss, in the order in which they are found.

    Args:
        loss: What ``model_loss`` made of the other arguments.
        ground: The profile.
        heights_m: Antennas above the ground.
        conditions: Wave, air, ground, and shares of time and locations.
    """
    if loss.p1812 is not None:
        return {
            **_path(ground, heights_m, conditions),
            **_geometry(loss.p1812),
            **_losses(loss.p1812),
            **_ends(loss),
        }
    if loss.itm is not None:
        return {**_itm(loss.itm, conditions), **_ends(loss)}
    free_db = loss.parts[LossPart.FREE_SPACE]
    return {"Lbf": Quantity(free_db, "dB", "P.525 (4)"), **_ends(loss)}


def _path(
    ground: PathGround, heights_m: tuple[float, float], conditions: PathConditions
) -> dict[str, Quantity]:
    path, air = path_of(ground, heights_m), conditions.atmosphere
    return {
        "f": Quantity(conditions.frequency_mhz / 1000, "GHz", "Table 1"),
        "p": Quantity(100 * conditions.time_ratio, "%", "Table 1"),
        "pL": Quantity(100 * conditions.locations.ratio, "%", "Table 1"),
        "sigmaL": Quantity(conditions.locations.deviation_db, "dB", "(64)"),
        "pol": Quantity(str(conditions.polarisation), "", "Table 1"),
        "phi": Quantity(air.latitude_deg, "deg", "(4)"),
        "DN": Quantity(air.refractivity_gradient_n_per_km, "N/km", "section 3.5"),
        "N0": Quantity(air.surface_refractivity_n, "N", "section 3.5"),
        "d": Quantity(path.length_km, "km", "(1)"),
        "htg": Quantity(path.transmitter_height_m, "m", "Table 1"),
        "hrg": Quantity(path.receiver_height_m, "m", "Table 1"),
        "hts": Quantity(path.transmitter_m, "m", "(6a)"),
        "hrs": Quantity(path.receiver_m, "m", "(6b)"),
    }


def _geometry(found: TransmissionLoss) -> dict[str, Quantity]:
    geometry = found.geometry
    mix, seen, smooth = geometry.mix, geometry.horizons, geometry.smooth_earth
    ducts = geometry.ducting_heights
    # Antennas over the sea: what eq (90a) and (92a) leave of the ground under them.
    hts_m, hrs_m = ducts.hte_m + ducts.hst_m, ducts.hre_m + ducts.hsr_m
    return {
        "omega": Quantity(mix.sea_ratio, "", "Table 5"),
        "dtm": Quantity(mix.longest_land_km, "km", "section 3.6"),
        "dlm": Quantity(mix.longest_inland_km, "km", "section 3.6"),
        "dct": Quantity(mix.transmitter_coast_km, "km", "section 3.4"),
        "dcr": Quantity(mix.receiver_coast_km, "km", "section 3.4"),
        "beta0": Quantity(geometry.b0_percent, "%", "(5)"),
        "ae": Quantity(geometry.ae_km, "km", "(7a)"),
        "thetat": Quantity(seen.theta_t_mrad, "mrad", "(76)"),
        "thetar": Quantity(seen.theta_r_mrad, "mrad", "(79)"),
        "theta": Quantity(seen.theta_mrad, "mrad", "(82)"),
        "dlt": Quantity(seen.dlt_km, "km", "(78)"),
        "dlr": Quantity(seen.dlr_km, "km", "(81a)"),
        "transhorizon": Quantity(seen.is_transhorizon, "", "section 5.3"),
        "hst": Quantity(smooth.hst_m, "m", "(85)"),
        "hsr": Quantity(smooth.hsr_m, "m", "(86)"),
        "hstd": Quantity(smooth.hstd_m, "m", "(89)"),
        "hsrd": Quantity(smooth.hsrd_m, "m", "(89)"),
        "htc_37a": Quantity(hts_m - smooth.hstd_m, "m", "(37a)"),
        "hrc_37b": Quantity(hrs_m - smooth.hsrd_m, "m", "(37b)"),
        "hst_90a": Quantity(ducts.hst_m, "m", "(90a)"),
        "hsr_90b": Quantity(ducts.hsr_m, "m", "(90b)"),
        "hte": Quantity(ducts.hte_m, "m", "(92a)"),
        "hre": Quantity(ducts.hre_m, "m", "(92b)"),
        "hm": Quantity(ducts.hm_m, "m", "(93)"),
    }


def _losses(found: TransmissionLoss) -> dict[str, Quantity]:
    sight, bent, duct = found.line_of_sight, found.diffraction, found.ducting
    joined, median, anomalous = found.combination, bent.median, bent.anomalous
    return {
        "Fi": Quantity(bent.fi, "", "(40)"),
        "Fj": Quantity(joined.fj, "", "(57)"),
        "Fk": Quantity(joined.fk, "", "(58)"),
        "Lbfs": Quantity(sight.lbfs_db, "dB", "(8)"),
        "Lb0p": Quantity(sight.lb0p_db, "dB", "(10)"),
        "Lb0b": Quantity(sight.lb0b_db, "dB", "(11)"),
        "Lbulla50": Quantity(median.lbulla_db, "dB", "(21)"),
        "Lbulls50": Quantity(median.lbulls_db, "dB", "(21)"),
        "Ldsph50": Quantity(median.ldsph_db, "dB", "(27)"),
        "Lbullab": Quantity(anomalous.lbulla_db, "dB", "(21)"),
        "Lbullsb": Quantity(anomalous.lbulls_db, "dB", "(21)"),
        "Ldsphb": Quantity(anomalous.ldsph_db, "dB", "(27)"),
        "Ld50": Quantity(median.ld_db, "dB", "(39)"),
        "Ldb": Quantity(anomalous.ld_db, "dB", "(39)"),
        "Ldp": Quantity(bent.ldp_db, "dB", "(41)"),
        "Lbd50": Quantity(bent.lbd50_db, "dB", "(42)"),
        "Lbd": Quantity(bent.lbd_db, "dB", "(43)"),
        "Lbs": Quantity(found.lbs_db, "dB", "(44)"),
        "Af": Quantity(duct.coupling_db, "dB", "(47)"),
        "Ad": Quantity(duct.along_db, "dB", "(50)"),
        "beta": Quantity(duct.beta_percent, "%", "(54)"),
        "Lba": Quantity(duct.loss_db, "dB", "(46)"),
        "Lminb0p": Quantity(joined.lminb0p_db, "dB", "(59)"),
        "Lminbap": Quantity(joined.lminbap_db, "dB", "(60)"),
        "Lbda": Quantity(joined.lbda_db, "dB", "(61)"),
        "Lbam": Quantity(joined.lbam_db, "dB", "(62)"),
        "Lbc": Quantity(joined.lbc_db, "dB", "(63)"),
        "Lb": Quantity(found.loss_db, "dB", "(69)"),
        "Ep": Quantity(found.field_strength_dbuv_m, "dBuV/m", "(70)"),
    }


def _ends(loss: ModelLoss) -> dict[str, Quantity]:
    """Return the clutter at the ends, where it was asked for."""
    clutter_db = loss.parts[LossPart.TERMINAL_CLUTTER]
    return {"Lctt": Quantity(clutter_db, "dB", "P.2108")} if clutter_db else {}


def _itm(found: TerrainLoss, conditions: PathConditions) -> dict[str, Quantity]:
    ground = conditions.ground
    return {
        "f": Quantity(conditions.frequency_mhz, "MHz"),
        "d": Quantity(found.distance_m / 1000, "km"),
        "N_0": Quantity(conditions.atmosphere.surface_refractivity_n, "N"),
        "N_s": Quantity(found.refractivity_n, "N", "Alg (1.2)"),
        "gamma_e": Quantity(1 / found.earth_radius_m, "1/m", "Alg (1.3)"),
        "epsilon": Quantity(ground.permittivity),
        "sigma": Quantity(ground.conductivity_s_per_m, "S/m"),
        "climate": Quantity(int(conditions.climate)),
        "mdvar": Quantity(int(conditions.mode)),
        "time": Quantity(100 * conditions.time_ratio, "%"),
        "location": Quantity(100 * conditions.locations.ratio, "%"),
        "situation": Quantity(100 * conditions.situation_ratio, "%"),
        "h_e": Quantity(list(found.effective_height_m), "m", "Alg (3.2)"),
        "d_hzn": Quantity(list(found.horizon_distance_m), "m", "Alg (3.3)"),
        "theta_hzn": Quantity(list(found.horizon_angle_rad), "rad", "Alg (3.4)"),
        "delta_h": Quantity(found.roughness_m, "m", "Alg (3.9)"),
        "mode": Quantity(str(found.mode)),
        "A_ref": Quantity(found.reference_db, "dB", "Alg (4.1)"),
        "A_fs": Quantity(found.free_space_db, "dB"),
        "A": Quantity(found.loss_db, "dB", "Alg (5)"),
        "warnings": Quantity([str(caution) for caution in found.cautions]),
    }
