//! The only place where a number becomes text: percent, interval, p, base.
