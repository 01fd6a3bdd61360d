//! A throwaway PostgreSQL with its usual care for the disk.

use std::{
    net::{SocketAddr, TcpStream},
    os::unix::{fs::chown, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use tempfile::TempDir;

use crate::process::free_port;

pub struct Cluster {
    bin: PathBuf,
    dir: TempDir,
    port: u16,
    postmaster: Child,
}

/// Who PostgreSQL runs as: it refuses to be root.
fn postgres_user() -> Option<(u32, u32)> {
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let line = users.lines().find(|line| line.starts_with("postgres:"))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

fn binaries() -> Option<PathBuf> {
    let all = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    all.map(|e| e.path().join("bin")).filter(|bin| bin.join("initdb").exists()).max()
}

fn run_as_postgres(program: &Path, dir: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(dir).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Some((user, group)) = postgres_user().filter(|_| is_root()) {
        command.uid(user).gid(group);
    }
    command
}

impl Cluster {
    /// A cluster on a free port; none when PostgreSQL is not installed.
    pub fn start() -> Option<Self> {
        let bin = binaries()?;
        let dir = tempfile::tempdir().unwrap();
        if let Some((user, group)) = postgres_user().filter(|_| is_root()) {
            chown(dir.path(), Some(user), Some(group)).unwrap();
        }
        let data = dir.path().join("data").display().to_string();
        let made = run_as_postgres(&bin.join("initdb"), dir.path())
            .args(["-D", &data, "-U", "guildhall", "-A", "trust", "-E", "UTF8"])
            .status();
        assert!(made.unwrap().success(), "initdb failed");
        let port = free_port();
        let sockets = dir.path().display().to_string();
        let postmaster = run_as_postgres(&bin.join("postgres"), dir.path())
            .args(["-D", &data, "-p", &port.to_string(), "-k", &sockets])
            .spawn()
            .unwrap();
        let cluster = Self { bin, dir, port, postmaster };
        cluster.wait();
        Some(cluster)
    }

    fn wait(&self) {
        let ready = || {
            let told = self.command("pg_isready").status();
            told.is_ok_and(|status| status.success())
        };
        for _ in 0..300 {
            let listens = TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], self.port))).is_ok();
            if listens && ready() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("PostgreSQL did not start in {}", self.dir.path().display());
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.program(program));
        command.args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "guildhall"]);
        command.stdout(Stdio::null());
        command
    }

    pub fn program(&self, name: &str) -> String {
        self.bin.join(name).display().to_string()
    }

    pub fn postmaster(&self) -> u32 {
        self.postmaster.id()
    }

    /// An empty database: its address.
    pub fn database(&self) -> String {
        let name = format!("b_{}", guildhall::kernel::Id::<()>::new().as_str().replace('-', ""));
        let made = self.command("createdb").arg(&name).status();
        assert!(made.unwrap().success(), "createdb failed");
        format!("postgres://guildhall@127.0.0.1:{}/{name}", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        crate::process::signal("-INT", self.postmaster.id());
        drop(self.postmaster.wait());
    }
}
