//! One test program: fast to link. One module per subcommand or oracle.

mod goldens;
mod oracle_num;
mod oracle_rates;
mod oracle_tests;
mod study_file;
mod support;
