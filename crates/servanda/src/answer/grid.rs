//! Rows with a header as CSV. Knows fields, not what they mean.

/// A header and rows as CSV text.
pub fn render(columns: &[&str], rows: &[Vec<String>]) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    // Writing to memory fails only if a row has more or fewer fields than the header.
    let mut written = writer.write_record(columns).is_ok();
    for row in rows {
        written &= writer.write_record(row).is_ok();
    }
    debug_assert!(written, "a row has as many fields as the header");
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}
