//! Guildhall's binary: everything is in the library.

fn main() -> std::process::ExitCode {
    guildhall::cli::run()
}
