//! How the server asks the system for memory. Knows no request.

/// Asks for memory in small pages from now on: in huge ones, what is touched for one request stays taken as two megabytes
/// at a time, and a third of the server's memory is air. Where the system knows no such wish, nothing happens.
pub fn in_small_pages() {
    #[cfg(target_os = "linux")]
    {
        // A kernel without huge pages refuses, and needs no wish.
        let _ = rustix::thread::disable_transparent_huge_pages(true);
    }
}
