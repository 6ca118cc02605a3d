//! tabulate
