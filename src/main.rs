//! Guildhall's command line. Its commands arrive with the rooms that they serve.

fn main() -> std::process::ExitCode {
    use std::io::Write as _;
    let said = writeln!(
        std::io::stderr(),
        "guildhall {}: the foundation rooms only (kernel to outbox, no endpoints); it serves nothing yet.",
        env!("CARGO_PKG_VERSION")
    );
    drop(said);
    std::process::ExitCode::FAILURE
}
