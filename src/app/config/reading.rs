//! Reading of the settings from flags, the environment and `guildhall.toml`.

use std::{
    fmt::{self, Display},
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    str::FromStr,
};

use super::{
    judging,
    model::{Config, NAMES},
};
use crate::kernel::{Issuers, MaybeRate, Origins, Period, Proxies};

/// Every setting that is wrong, each with its name and why.
#[derive(Debug, Default)]
pub struct ConfigFaults(Vec<String>);

impl Display for ConfigFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for ConfigFaults {}

impl Config {
    /// Reads `flags` over the process's environment over `guildhall.toml` in the working folder.
    pub fn load_with(flags: &[(&str, Option<String>)]) -> Result<Self, ConfigFaults> {
        let text = match fs::read_to_string("guildhall.toml") {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(ConfigFaults(vec![format!("guildhall.toml: {error}")])),
        };
        let flag = |name: &str| flags.iter().find(|(known, _)| *known == name)?.1.clone();
        Self::read(&text, |name| flag(name).or_else(|| environment(name)))
    }

    /// Reads `file` (TOML) with `environment` over it.
    pub fn read(
        file: &str,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigFaults> {
        let mut faults = ConfigFaults::default();
        let table: toml::Table = file.parse().unwrap_or_else(|error: toml::de::Error| {
            faults.0.push(format!("guildhall.toml: {}", error.message()));
            toml::Table::new()
        });
        for key in table.keys().filter(|key| NAMES.iter().all(|(_, known)| known != *key)) {
            faults.0.push(format!("guildhall.toml: {key} is no setting"));
        }
        let mut settings = Settings { table, environment: &environment, faults };
        let config = settings.all();
        settings.faults.0.extend(judging::faults(&config));
        if settings.faults.0.is_empty() { Ok(config) } else { Err(settings.faults) }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

struct Settings<'a> {
    table: toml::Table,
    environment: &'a dyn Fn(&str) -> Option<String>,
    faults: ConfigFaults,
}

impl Settings<'_> {
    fn all(&mut self) -> Config {
        let data_dir: PathBuf = self.get("data_dir", "data");
        let database = data_dir.join("guildhall.db").display().to_string();
        let mail = format!("file://{}", data_dir.join("mail").display());
        let bind: String = self.get("bind", "127.0.0.1:8080");
        Config {
            database_url: self.get("database_url", &database),
            public_url: self.get("public_url", &format!("http://{bind}")),
            bind: self.parsed("bind", &bind),
            mail_url: self.get("mail_url", &mail),
            mail_from: self.get("mail_from", "Guildhall <guildhall@localhost>"),
            minimum_submission_period: self.get("minimum_submission_period", "P14D"),
            opening_delay: self.get("opening_delay", "PT2M"),
            opening_window: self.get("opening_window", "PT15M"),
            access_token_life: self.get("access_token_life", "PT10M"),
            session_life: self.get("session_life", "P30D"),
            session_idle: self.get("session_idle", "P14D"),
            account_idle: self.get("account_idle", "P90D"),
            trusted_proxies: self.get("trusted_proxies", ""),
            allowed_origins: self.get("allowed_origins", ""),
            trusted_issuers: self.get("trusted_issuers", ""),
            passkey_domain: self.get("passkey_domain", ""),
            request_limit: self.get("request_limit", "3000/PT1M"),
            request_limit_address: self.get("request_limit_address", "6000/PT1M"),
            workers: self.get("workers", "2"),
            database_connections: self.get("database_connections", "8"),
            password_memory_kib: self.get("password_memory_kib", "19456"),
            password_passes: self.get("password_passes", "2"),
            data_dir,
        }
    }

    fn get<T: FromStr<Err: Display> + Fallback>(&mut self, key: &str, usual: &str) -> T {
        let name = NAMES.iter().find(|(_, known)| *known == key).map_or(key, |(name, _)| *name);
        let set = (self.environment)(name).or_else(|| {
            self.table.get(key).map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned))
        });
        let text = set.unwrap_or_else(|| usual.to_owned());
        self.parsed(name, &text)
    }

    fn parsed<T: FromStr<Err: Display> + Fallback>(&mut self, name: &str, text: &str) -> T {
        text.parse().unwrap_or_else(|why| {
            self.faults.0.push(format!("{name}: {text:?}: {why}"));
            T::fallback()
        })
    }
}

/// What stands in while the remaining settings are read, after a fault has been noted.
trait Fallback {
    fn fallback() -> Self;
}

impl Fallback for String {
    fn fallback() -> Self {
        Self::new()
    }
}
impl Fallback for PathBuf {
    fn fallback() -> Self {
        Path::new("data").to_owned()
    }
}
impl Fallback for SocketAddr {
    fn fallback() -> Self {
        Self::from(([127, 0, 0, 1], 8080))
    }
}
impl Fallback for Period {
    fn fallback() -> Self {
        Self::seconds(60)
    }
}
impl Fallback for Proxies {
    fn fallback() -> Self {
        Self::default()
    }
}
impl Fallback for Origins {
    fn fallback() -> Self {
        Self::default()
    }
}
impl Fallback for MaybeRate {
    fn fallback() -> Self {
        Self::default()
    }
}
impl Fallback for Issuers {
    fn fallback() -> Self {
        Self::default()
    }
}
impl Fallback for usize {
    fn fallback() -> Self {
        1
    }
}
impl Fallback for u32 {
    fn fallback() -> Self {
        Self::MAX
    }
}

#[cfg(test)]
mod tests {
    use super::{super::model::without_secrets, *};

    #[test]
    fn nothing_set_is_enough() {
        let config = Config::read("", |_| None).unwrap();
        assert_eq!(config.database_url, "data/guildhall.db");
        assert_eq!(config.minimum_submission_period, Period::days(14));
        assert_eq!(config.public_url, "http://127.0.0.1:8080");
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let file = "data_dir = \"/srv/g\"\nworkers = 3\n";
        let config =
            Config::read(file, |name| (name == "GUILDHALL_WORKERS").then(|| "5".to_owned()))
                .unwrap();
        assert_eq!((config.workers, config.mail_url.as_str()), (5, "file:///srv/g/mail"));
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let file = "colour = \"red\"\nbind = \"nowhere\"\nopening_delay = \"soon\"\nmail_url = \"ftp://x\"\npassword_passes = 1\n";
        let said = Config::read(file, |_| None).unwrap_err().to_string();
        for name in ["colour", "bind", "GUILDHALL_OPENING_DELAY", "MAIL_URL", "PASSWORD"] {
            assert!(said.contains(name), "{name} in {said}");
        }
    }

    #[test]
    fn printed_settings_keep_passwords_to_themselves() {
        let config = Config::read("database_url = \"postgres://g:secret@db/g\"", |_| None).unwrap();
        assert!(config.printed().contains("DATABASE_URL=postgres://g@db/g"));
        assert!(!config.printed().contains("secret"));
        for (url, shown) in [
            ("postgres://g@db/g?password=secret", "postgres://g@db/g"),
            ("smtp://SECRET@mail.example", "smtp://***@mail.example"),
            ("smtp://user:p@SECRET@mail.example:25", "smtp://user@mail.example:25"),
            ("data/guildhall.db", "data/guildhall.db"),
        ] {
            assert_eq!(without_secrets(url), shown);
        }
        for bad in ["host=db password=secret", "mysql://db"] {
            let said = Config::read(&format!("database_url = {bad:?}"), |_| None).unwrap_err();
            assert!(said.to_string().starts_with("DATABASE_URL"), "{said}");
        }
    }
}
