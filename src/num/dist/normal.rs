//! The standard normal distribution.
//!
//! Φ from `erfc` (libm, the last digit), ln Φ far out from the continued fraction of Mills' ratio, quantiles by Wichura
//! (1988), algorithm AS 241, which is what R's `qnorm` is.

use std::f64::consts::FRAC_1_SQRT_2;

use super::gamma::LN_SQRT_2PI;

/// From here on the logarithm of the tail comes from Mills' ratio; the plain tail is still a normal number.
const MILLS_FROM: f64 = 6.0;

/// Terms of Mills' fraction; at 6 some 30 are enough for the last digit, further out fewer.
const MILLS_TERMS: u32 = 60;

/// P(Z <= z); R's `pnorm(z)`.
///
/// ```
/// assert!((paradox::num::dist::normal_cdf(1.96) - 0.9750021048517795).abs() < 1e-15);
/// ```
pub fn normal_cdf(z: f64) -> f64 {
    normal_sf(-z)
}

/// P(Z > z); R's `pnorm(z, lower.tail = FALSE)`.
pub fn normal_sf(z: f64) -> f64 {
    0.5 * libm::erfc(z * FRAC_1_SQRT_2)
}

/// ln P(Z > z); R's `pnorm(z, lower.tail = FALSE, log.p = TRUE)`.
///
/// ```
/// assert!((paradox::num::dist::normal_ln_sf(100.0) + 5005.524208694205).abs() < 1e-9);
/// ```
pub fn normal_ln_sf(z: f64) -> f64 {
    if z < 0.0 {
        (-normal_sf(-z)).ln_1p()
    } else if z < MILLS_FROM {
        normal_sf(z).ln()
    } else {
        -0.5 * z * z - LN_SQRT_2PI - mills_fraction(z).ln()
    }
}

/// One over Mills' ratio far out: z + 1/(z + 2/(z + 3/…)), from the innermost term out.
fn mills_fraction(z: f64) -> f64 {
    (1..MILLS_TERMS).rev().fold(z, |inner, n| z + f64::from(n) / inner)
}

/// The density at z over P(Z > z), as a quotient, so that it stays right where both underflow: minus the slope of
/// [`normal_ln_sf`].
pub(super) fn normal_hazard(z: f64) -> f64 {
    if z < MILLS_FROM { normal_ln_density(z).exp() / normal_sf(z) } else { mills_fraction(z) }
}

/// The density at z; R's `dnorm(z)`.
///
/// ```
/// assert!((paradox::num::dist::normal_density(1.0) - 0.24197072451914337).abs() < 1e-16);
/// ```
pub fn normal_density(z: f64) -> f64 {
    /// 1/√(2π)
    const AT_0: f64 = 0.398_942_280_401_432_7;
    AT_0 * (-0.5 * z * z).exp()
}

/// ln of the density at z.
pub fn normal_ln_density(z: f64) -> f64 {
    -0.5 * z * z - LN_SQRT_2PI
}

/// The z below which a share p lies; R's `qnorm(p)`. -∞ at 0 and ∞ at 1.
///
/// ```
/// assert_eq!(paradox::num::dist::normal_quantile(0.5), 0.0);
/// assert!((paradox::num::dist::normal_quantile(0.975) - 1.959963984540054).abs() < 1e-15);
/// ```
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(0.180625 - q * q, &as241::CENTRE_ABOVE, &as241::CENTRE_BELOW);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail <= 0.0 {
        return f64::INFINITY.copysign(q);
    }
    let r = (-tail.ln()).sqrt();
    let z = if r <= 5.0 {
        ratio(r - 1.6, &as241::MIDDLE_ABOVE, &as241::MIDDLE_BELOW)
    } else {
        ratio(r - 5.0, &as241::FAR_ABOVE, &as241::FAR_BELOW)
    };
    z.copysign(q)
}

fn ratio(x: f64, above: &[f64; 8], below: &[f64; 8]) -> f64 {
    let polynomial = |coefficients: &[f64; 8]| coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c);
    polynomial(above) / polynomial(below)
}

/// The coefficients of AS 241, PPND16, lowest power first, with all the digits that were published.
#[allow(clippy::excessive_precision)]
mod as241 {
    pub const CENTRE_ABOVE: [f64; 8] = [
        3.387_132_872_796_366_608_0,
        1.331_416_678_917_843_774_5e2,
        1.971_590_950_306_551_442_7e3,
        1.373_169_376_550_946_112_5e4,
        4.592_195_393_154_987_145_7e4,
        6.726_577_092_700_870_085_3e4,
        3.343_057_558_358_812_810_5e4,
        2.509_080_928_730_122_672_7e3,
    ];
    pub const CENTRE_BELOW: [f64; 8] = [
        1.0,
        4.231_333_070_160_091_125_2e1,
        6.871_870_074_920_579_083_0e2,
        5.394_196_021_424_751_107_7e3,
        2.121_379_430_158_659_586_7e4,
        3.930_789_580_009_271_061_0e4,
        2.872_908_573_572_194_267_4e4,
        5.226_495_278_852_854_561_0e3,
    ];
    pub const MIDDLE_ABOVE: [f64; 8] = [
        1.423_437_110_749_683_577_34,
        4.630_337_846_156_545_295_90,
        5.769_497_221_460_691_405_50,
        3.647_848_324_763_204_605_04,
        1.270_458_252_452_368_382_58,
        2.417_807_251_774_506_117_70e-1,
        2.272_384_498_926_918_458_33e-2,
        7.745_450_142_783_414_076_40e-4,
    ];
    pub const MIDDLE_BELOW: [f64; 8] = [
        1.0,
        2.053_191_626_637_758_821_87,
        1.676_384_830_183_803_849_40,
        6.897_673_349_851_000_045_50e-1,
        1.481_039_764_274_800_745_90e-1,
        1.519_866_656_361_645_719_66e-2,
        5.475_938_084_995_344_946_00e-4,
        1.050_750_071_644_416_843_24e-9,
    ];
    pub const FAR_ABOVE: [f64; 8] = [
        6.657_904_643_501_103_777_20,
        5.463_784_911_164_114_369_90,
        1.784_826_539_917_291_335_80,
        2.965_605_718_285_048_912_30e-1,
        2.653_218_952_657_612_309_30e-2,
        1.242_660_947_388_078_438_60e-3,
        2.711_555_568_743_487_578_15e-5,
        2.010_334_399_292_288_132_65e-7,
    ];
    pub const FAR_BELOW: [f64; 8] = [
        1.0,
        5.998_322_065_558_879_376_90e-1,
        1.369_298_809_227_358_053_10e-1,
        1.487_536_129_085_061_485_25e-2,
        7.868_691_311_456_132_591_00e-4,
        1.846_318_317_510_054_681_80e-5,
        1.421_511_758_316_445_888_70e-7,
        2.044_263_103_389_939_785_64e-15,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantile_undoes_the_tail_on_both_sides() {
        for z in [0.0, 1e-9, 0.3, 1.0, 1.1, 1.96, 3.0, 6.6, 8.0] {
            assert!((normal_quantile(normal_sf(z)) + z).abs() < 1e-14 * (1.0 + z), "{z}");
        }
        for z in [-37.0, -20.0, -6.0, -1.2, -0.5] {
            assert!((normal_quantile(normal_cdf(z)) - z).abs() < 1e-13 * z.abs(), "{z}");
        }
    }

    #[test]
    fn the_logarithm_does_not_jump_where_mills_takes_over() {
        assert!((normal_ln_sf(MILLS_FROM - 1e-12) - normal_ln_sf(MILLS_FROM) - 6.1584e-12).abs() < 3e-14);
        assert_eq!(normal_ln_sf(0.0), 0.5_f64.ln());
    }
}
