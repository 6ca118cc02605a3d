//! Functions of numbers: distributions, roots, small matrices, random streams. Knows nothing of surveys and imports
//! nothing from the rest of the crate.

pub mod dist;
pub mod linalg;
pub mod quadrature;
pub mod rng;
pub mod root;
