//! The program `servanda`: its memory, and nothing else of its own.

use std::process::ExitCode;

/// The program's memory: texts are read on several threads at once, for which the system's allocator
/// asks the kernel a thousand times; this one takes half the time to the first answer.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    servanda_cli::main()
}
