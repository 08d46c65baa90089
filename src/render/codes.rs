//! placeholder
/// One code.
pub struct Code {
    /// Its name.
    pub code: &'static str,
}
/// All.
pub const CODES: &[Code] = &[];
/// Finds.
#[must_use]
pub fn explain(code: &str) -> Option<&'static Code> {
    CODES.iter().find(|c| c.code == code)
}
