//! Gauss and Legendre's rule on a panel: the same on every machine.

/// Nodes and weights of the rule with sixteen points on -1..1, one side.
const GAUSS: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_6),
    (0.458_016_777_657_227_4, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_7, 0.149_595_988_816_576_73),
    (0.755_404_408_355_003, 0.124_628_971_255_533_87),
    (0.865_631_202_387_831_7, 0.095_158_511_682_492_78),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_894),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_095),
];

/// ∫ f from one end to the other, exact for polynomials of degree 31.
///
/// ```
/// let cube = paradox::num::quadrature::panel(0.0, 2.0, &|x: f64| x * x * x);
/// assert!((cube - 4.0).abs() < 1e-14);
/// ```
pub fn panel(low: f64, high: f64, function: &impl Fn(f64) -> f64) -> f64 {
    let (middle, half) = ((low + high) / 2.0, (high - low) / 2.0);
    let both =
        |&(node, weight): &(f64, f64)| weight * (function(middle - half * node) + function(middle + half * node));
    half * GAUSS.iter().map(both).sum::<f64>()
}

/// Where [`panel`] looks at a function, and what each value counts there: for several integrals of the same values.
///
/// ```
/// use paradox::num::quadrature::nodes;
/// let (cube, fifth) = nodes(0.0, 2.0).fold((0.0, 0.0), |(a, b), (x, w)| (a + w * x.powi(3), b + w * x.powi(5)));
/// assert!((cube - 4.0).abs() < 1e-14 && (fifth - 32.0 / 3.0).abs() < 1e-13);
/// ```
pub fn nodes(low: f64, high: f64) -> impl Iterator<Item = (f64, f64)> {
    let (middle, half) = ((low + high) / 2.0, (high - low) / 2.0);
    let both = move |&(node, weight): &(f64, f64)| [-node, node].map(|node| (middle + half * node, half * weight));
    GAUSS.iter().flat_map(both)
}
