//! Installations of Guildhall, and the processes that serve them.

use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{
    client::{Connection, get},
    machine::Watched,
    postgres::Cluster,
};

/// Which database an installation is on.
#[derive(Clone, Copy)]
pub enum Database<'c> {
    Sqlite,
    Postgres(&'c Cluster),
}

impl Database<'_> {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    pub const fn short(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// Of two figures the one that is meant for this database.
    pub const fn pick(self, sqlite: f64, postgres: f64) -> f64 {
        match self {
            Self::Sqlite => sqlite,
            Self::Postgres(_) => postgres,
        }
    }
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Sends a signal to a process that we have started.
pub fn signal(name: &str, process: u32) {
    drop(Command::new("kill").args([name, &process.to_string()]).status());
}

/// A server of ours, ended with this value.
pub struct Process {
    child: Child,
    pub address: SocketAddr,
    /// From its start until it first said that it is ready.
    pub ready_after: Duration,
}

impl Process {
    /// Starts it and waits until `/health/ready` says 200.
    pub fn start(mut command: Command, port: u16) -> Self {
        let begun = Instant::now();
        let child = command.stdin(Stdio::null()).spawn().unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let mut started = Self { child, address, ready_after: Duration::MAX };
        let ready = get("/health/ready");
        while begun.elapsed() < Duration::from_secs(30) {
            let told = Connection::to(address).ask(&ready).map(|answer| answer.status);
            if told.is_ok_and(|status| status == 200) {
                started.ready_after = begun.elapsed();
                return started;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        panic!("the server does not become ready");
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub const fn connect(&self) -> Connection {
        Connection::to(self.address)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        signal("-TERM", self.child.id());
        drop(self.child.wait());
    }
}

/// A data folder and a database.
pub struct Installation<'c> {
    pub database: Database<'c>,
    pub dir: TempDir,
    pub url: String,
    /// Letters go to memory where there is a folder for that: how dear a file is to make says
    /// more of this machine's disk than of Guildhall.
    mail: TempDir,
}

impl<'c> Installation<'c> {
    pub fn empty(database: Database<'c>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = match database {
            Database::Sqlite => dir.path().join("guildhall.db").display().to_string(),
            Database::Postgres(cluster) => cluster.database(),
        };
        let memory = Path::new("/dev/shm");
        let mail = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        Self { database, dir, url, mail: mail.unwrap() }
    }

    /// Runs the released binary on it, as an operator would, but for short periods that let a
    /// deadline be reached while we wait.
    pub fn serve(&self) -> Process {
        let port = free_port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_guildhall"));
        command
            .current_dir(self.dir.path())
            .env("GUILDHALL_DATA_DIR", self.dir.path())
            .env("DATABASE_URL", &self.url)
            .env("GUILDHALL_BIND", format!("127.0.0.1:{port}"))
            .env("GUILDHALL_MINIMUM_SUBMISSION_PERIOD", "PT1S")
            .env("GUILDHALL_TRUSTED_PROXIES", "127.0.0.1")
            .env("GUILDHALL_OPENING_DELAY", "PT1S")
            .env("GUILDHALL_REQUEST_LIMIT", "off")
            .env("GUILDHALL_REQUEST_LIMIT_ADDRESS", "off")
            .env("MAIL_URL", format!("file://{}", self.mail.path().display()))
            .stdout(Stdio::null());
        Process::start(command, port)
    }

    pub fn watched(&self, server: &Process) -> Watched {
        let postmaster = match self.database {
            Database::Sqlite => None,
            Database::Postgres(cluster) => Some(cluster.postmaster()),
        };
        Watched { server: server.id(), postmaster }
    }
}
