//! One test program: fast to link. One module per subcommand or oracle.

mod analyze;
mod bad_input;
mod check;
mod claims;
mod design;
mod equivalence;
mod goldens;
mod means;
mod models;
mod multi;
mod oracle_design;
mod oracle_design_models;
mod oracle_num;
mod oracle_rates;
mod oracle_tests;
mod paradox;
mod question;
mod readme;
mod redact;
mod stratified;
mod study_file;
mod support;
mod surveys;
mod tabulate;
mod terminal;
mod weight;
