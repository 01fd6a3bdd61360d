//! A throwaway PostgreSQL: one cluster a run, one database a test, cloned from a migrated template.

use std::{
    net::TcpListener,
    path::PathBuf,
    process::{Command, Stdio},
    sync::OnceLock,
    time::Duration,
};

use diesel::{connection::SimpleConnection as _, prelude::*};
use guildhall::db::{Limits, Pool};

/// The address of the cluster, without a database; none when this machine has no PostgreSQL.
fn cluster() -> Option<&'static str> {
    static CLUSTER: OnceLock<Option<String>> = OnceLock::new();
    CLUSTER
        .get_or_init(|| {
            let Some(bin) = binaries() else {
                assert!(std::env::var_os("CI").is_none(), "CI needs PostgreSQL");
                println!("PostgreSQL is not installed: its half of the tests is skipped");
                return None;
            };
            let url = start(&bin);
            migrate_template(&url);
            Some(url)
        })
        .as_deref()
}

fn binaries() -> Option<PathBuf> {
    let mut all: Vec<_> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .flatten()
        .map(|e| e.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    all.sort();
    all.pop()
}

/// Starts a cluster that ends with this process: a shell waits for the pipe to it to close.
fn start(bin: &std::path::Path) -> String {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let script = format!(
        r#"dir=$(mktemp -d /tmp/guildhall-pg.XXXXXX)
trap 'kill -QUIT "$pid" 2>/dev/null; sleep 0.2; rm -rf "$dir"' EXIT
"{bin}/initdb" -D "$dir" -U guildhall -A trust -E UTF8 --no-sync >/dev/null
"{bin}/postgres" -D "$dir" -p {port} -k "$dir" -c listen_addresses=127.0.0.1 -c max_connections=400 -c fsync=off -c full_page_writes=off -c shared_buffers=64MB >/dev/null 2>&1 </dev/null &
pid=$!
cat >/dev/null
"#,
        bin = bin.display(),
    );
    let as_root =
        std::fs::metadata("/proc/self").is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0);
    let mut shell = if as_root {
        let mut runuser = Command::new("runuser");
        runuser.args(["-u", "postgres", "--", "bash", "-c", &script]);
        runuser
    } else {
        let mut bash = Command::new("bash");
        bash.args(["-c", &script]);
        bash
    };
    let child = shell
        .current_dir("/tmp")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // Kept open until the process ends.
    std::mem::forget(child);
    let url = format!("postgres://guildhall@127.0.0.1:{port}");
    for _ in 0..300 {
        if PgConnection::establish(&format!("{url}/postgres")).is_ok() {
            return url;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("PostgreSQL did not start");
}

fn migrate_template(url: &str) {
    let mut admin = PgConnection::establish(&format!("{url}/postgres")).unwrap();
    admin.batch_execute("create database template_guildhall").unwrap();
    drop(
        Pool::open(
            &format!("{url}/template_guildhall"),
            Limits { connections: 1, ..Limits::default() },
        )
        .unwrap(),
    );
    let end = "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'template_guildhall'";
    admin.batch_execute(end).unwrap();
}

/// A database of one's own, migrated; none when there is no PostgreSQL.
pub fn fresh_database() -> Option<String> {
    let url = cluster()?;
    let name = format!("t_{}", guildhall::kernel::Id::<()>::new().as_str().replace('-', ""));
    let mut admin = PgConnection::establish(&format!("{url}/postgres")).unwrap();
    // Two clones of one template at once are refused by PostgreSQL: try again.
    for _ in 0..100 {
        if admin
            .batch_execute(&format!("create database {name} template template_guildhall"))
            .is_ok()
        {
            return Some(format!("{url}/{name}"));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("no database could be cloned");
}
