//! Every tail, logarithm of a tail and quantile that a test or an interval needs.
//!
//! Tails are upper tails (`sf`) and logarithms of them (`ln_sf`): `1 - cdf` is 0 from about 1e-16 on, and a plain tail
//! from 1e-308 on, while its logarithm goes on. Right to about 1e-12 against mpmath over `tests/oracle/num_grid.csv`:
//! degrees of freedom from 0.5 to 1e7, shapes from 0.5 to 1e6, tails down to 1e-300 and, in logarithms, far below.
//!
//! Arguments are what the caller has checked: degrees of freedom and shapes positive (up to 2e12), probabilities
//! strictly between 0 and 1 for quantiles. NaN in gives NaN out.

mod beta;
mod binomial;
mod bivariate;
mod chi_square;
mod f;
mod gamma;
mod incomplete;
mod noncentral;
mod noncentral_t;
mod normal;
mod range;
mod t;

pub use beta::{beta_cdf, beta_ln_cdf, beta_ln_sf, beta_quantile, beta_quantile_upper, beta_sf};
pub use binomial::{binomial_ln_cdf, binomial_ln_mass, binomial_ln_sf};
pub use bivariate::{bivariate_normal_cdf, bivariate_normal_density};
pub use chi_square::{chi_square_ln_sf, chi_square_quantile_upper, chi_square_sf};
pub use f::{f_ln_sf, f_sf};
pub use gamma::{ln_choose, ln_factorial, ln_gamma};
pub use noncentral::{noncentral_chi_square_cdf, noncentral_chi_square_ncp, noncentral_chi_square_sf};
pub use noncentral_t::{noncentral_t_cdf, noncentral_t_ln_sf, noncentral_t_sf};
pub use normal::{normal_cdf, normal_density, normal_ln_density, normal_ln_sf, normal_quantile, normal_sf};
pub use range::{normal_range_mean, studentized_range_cdf, studentized_range_quantile};
pub use t::{t_ln_sf, t_quantile, t_sf, t_two_sided_ln_p};
