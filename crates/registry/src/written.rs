//! How rows are written down.

use serde::Serialize;

/// A row's content as JSON. Rows are plain data with text keys, so writing one cannot fail; should a later field make it
/// fail, the row is empty text, which no reader takes for content.
pub(crate) fn written<T: Serialize>(row: &T) -> String {
    serde_json::to_string(row).unwrap_or_default()
}
