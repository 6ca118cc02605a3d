//! One test program: fast to link. One module per subcommand or oracle.

mod analyze;
mod bad_input;
mod chart;
mod check;
mod claims;
mod claims_alone;
mod corpus;
mod design;
mod equivalence;
mod faults;
mod formats;
mod goldens;
#[cfg(unix)]
mod guide;
mod help;
mod init;
mod laws;
mod means;
mod models;
mod multi;
mod oracle_design;
mod oracle_design_extra;
mod oracle_design_models;
mod oracle_num;
mod oracle_rates;
mod oracle_tests;
mod page;
mod paradox;
mod plan;
mod question;
