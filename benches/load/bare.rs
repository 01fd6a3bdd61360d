//! The yardstick: actix-web with one handler that says a line of JSON. This very binary runs it,
//! as a process of its own, when it is started with `--bare PORT`.

use actix_web::{App, HttpResponse, HttpServer, web};
use serde_json::json;

use crate::process::{Process, free_port};

pub fn asked_for(arguments: &[String]) -> Option<u16> {
    let place = arguments.iter().position(|argument| argument == "--bare")?;
    arguments.get(place + 1)?.parse().ok()
}

/// Serves until it is killed, with as many workers as Guildhall has.
pub fn serve(port: u16) {
    let hello = || async { HttpResponse::Ok().json(json!({ "status": "ready" })) };
    let server = HttpServer::new(move || App::new().route("/health/ready", web::get().to(hello)));
    let server = server.workers(2).bind(("127.0.0.1", port)).unwrap();
    actix_web::rt::System::new().block_on(server.run()).unwrap();
}

pub fn start() -> Process {
    let port = free_port();
    let own = std::env::current_exe().unwrap();
    let mut command = std::process::Command::new(own);
    command.args(["--bare", &port.to_string()]);
    Process::start(command, port)
}
