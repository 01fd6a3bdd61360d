//! `guildhall health`: whether the server of this machine is ready, for the health check of a
//! container that has no other program in it.

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    process::ExitCode,
    time::Duration,
};

use super::{Failure, say};
use crate::app::Config;

const PATIENCE: Duration = Duration::from_secs(3);

pub fn run(config: &Config) -> Result<ExitCode, Failure> {
    let status = ask(config.bind)?;
    say(&format!("{status}\n"))?;
    Ok(if status.contains(" 200 ") { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The status line of `GET /health/ready`.
fn ask(bind: SocketAddr) -> Result<String, Failure> {
    let mut address = bind;
    if bind.ip().is_unspecified() {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream
        .write_all(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.lines().next().unwrap_or_default().to_owned())
}
