//! What the kernel counts: processor time and memory of processes, and which machine this is.

use std::{fs, ops::Sub, process::Command};

use crate::postgres::Cluster;

/// Milliseconds in a tick of `/proc/PID/stat` (`USER_HZ` is 100 on Linux).
const TICK: f64 = 10.0;

/// Processor time in milliseconds, user and system together.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cpu {
    pub server: f64,
    /// Of PostgreSQL: its postmaster, its backends, and those of them that have ended.
    pub database: f64,
}

impl Cpu {
    pub fn sum(self) -> f64 {
        self.server + self.database
    }
}

impl Sub for Cpu {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self { server: self.server - before.server, database: self.database - before.database }
    }
}

/// Whose processor time is counted.
#[derive(Debug, Clone, Copy)]
pub struct Watched {
    pub server: u32,
    pub postmaster: Option<u32>,
}

impl Watched {
    pub fn cpu(self) -> Cpu {
        let server = Stat::of(self.server).map_or(0.0, |stat| stat.own);
        Cpu { server, database: self.postmaster.map_or(0.0, family) }
    }
}

struct Stat {
    parent: u32,
    own: f64,
    ended_children: f64,
}

impl Stat {
    fn of(process: u32) -> Option<Self> {
        let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        // The name stands in brackets and may hold anything.
        let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks = |n: usize| fields.get(n).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
        Some(Self {
            parent: fields.get(1)?.parse().ok()?,
            own: (ticks(11) + ticks(12)) * TICK,
            ended_children: (ticks(13) + ticks(14)) * TICK,
        })
    }
}

/// A process with all its children, also those that have ended.
fn family(parent: u32) -> f64 {
    let all = fs::read_dir("/proc").unwrap().flatten();
    let ids = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let stats = ids.filter_map(|id| Stat::of(id).map(|stat| (id, stat)));
    stats
        .map(|(id, stat)| match (id == parent, stat.parent == parent) {
            (true, _) => stat.own + stat.ended_children,
            (false, true) => stat.own,
            (false, false) => 0.0,
        })
        .sum()
}

/// Memory of a process in MiB.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    pub resident: f64,
    /// Without the pages of the binary and of mapped files.
    pub anonymous: f64,
    pub peak: f64,
}

impl Memory {
    pub fn of(process: u32) -> Self {
        let text = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
        let kib = |name: &str| {
            let line = text.lines().find(|line| line.starts_with(name));
            let value = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
            value.unwrap_or(0.0) / 1024.0
        };
        Self { resident: kib("VmRSS:"), anonymous: kib("RssAnon:"), peak: kib("VmHWM:") }
    }
}

/// The machine and the versions, as a table's first lines.
pub fn described(cluster: Option<&Cluster>) -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let cpu = read("/proc/cpuinfo");
    let model = cpu.lines().find_map(|l| l.strip_prefix("model name")?.split_once(": "));
    let memory = read("/proc/meminfo");
    let said = |program: &str| {
        let told = Command::new(program).arg("--version").output().ok();
        told.map_or_else(String::new, |t| String::from_utf8_lossy(&t.stdout).trim().to_owned())
    };
    let lines = [
        ("cores", std::thread::available_parallelism().map_or(0, usize::from).to_string()),
        ("processor", model.map_or_else(String::new, |(_, name)| name.to_owned())),
        ("memory", memory.lines().next().unwrap_or_default().replace("MemTotal:", "")),
        ("kernel", read("/proc/sys/kernel/osrelease")),
        ("compiler", said("rustc")),
        ("SQLite", guildhall::db::sqlite_version().unwrap_or_default()),
        ("PostgreSQL", cluster.map_or_else(String::new, |c| said(&c.program("postgres")))),
        ("busy before", read("/proc/loadavg")),
    ];
    let rows = lines.map(|(name, value)| format!("| {name} | {} |\n", value.trim()));
    format!("| machine | |\n|---|---|\n{}", rows.concat())
}
