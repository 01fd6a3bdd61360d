//! Guildhall's binary: everything is in the library.

/// The system's allocator keeps what each thread has let go of; after a load of requests that is
/// several times the memory in use.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    guildhall::cli::run()
}
