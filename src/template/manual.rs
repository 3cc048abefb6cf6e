//! The manual: what may be written in a template, derived from the code that reads it.

/// Name and first line of every kind of layer.
pub fn layers() -> Vec<(&'static str, String)> {
    Vec::new()
}

/// Name and first line of every kind of filter.
pub fn filters() -> Vec<(&'static str, String)> {
    Vec::new()
}

/// The whole page of a layer, a filter or a template; `None` when nothing is called so.
pub fn explain(kind: &str) -> Option<String> {
    let _ = kind;
    None
}
