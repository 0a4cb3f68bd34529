//! Panels: the data frames of peace science, filled from the user's own files. Knows what the readers
//! read and opens no file.

pub mod similarity;
