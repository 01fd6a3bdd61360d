//! The command line: `guildhall` serves; the rest is for the machine's operator.

mod admin;
mod audit;
mod demo;
mod health;
mod import;
mod keys;
mod serve;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

use crate::{
    app::{App, Config, Keys},
    db::{Limits, Pool},
    kernel::SystemClock,
    server,
};

/// Innovation challenges and lightweight procurement for public bodies.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// From publication until the deadline, at least (ISO 8601; default P14D)
    #[arg(long, global = true)]
    minimum_submission_period: Option<String>,
    /// Where to listen (default 127.0.0.1:8080)
    #[arg(long, global = true)]
    bind: Option<String>,
    /// Where the database, keys, mail and documents are (default data)
    #[arg(long, global = true)]
    data_dir: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(flatten)]
    OnDatabase(OnDatabase),
    /// Ask the server of this machine whether it is ready; exit status 0 if so
    Health,
    /// Print the API's description (`OpenAPI` 3.1)
    Openapi,
    /// Print the settings in force, without secrets
    Config,
}

/// What opens the database and the keys.
#[derive(Debug, Subcommand)]
enum OnDatabase {
    /// Serve the API (what happens without a command)
    Serve,
    /// Fill an empty database with boroughs, suppliers and opportunities, and serve it
    Demo,
    /// Make administrators and auditors of the platform
    #[command(subcommand)]
    Admin(admin::Command),
    /// Check the audit log
    #[command(subcommand)]
    Audit(audit::Command),
    /// Make and list the keys of access tokens
    #[command(subcommand)]
    Keys(keys::Command),
    /// Read open data of other bodies into the public directory
    #[command(subcommand)]
    Import(import::Command),
}

/// Why a command did not do what it was told.
pub(crate) type Failure = Box<dyn std::error::Error>;

/// Runs what the arguments say.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match dispatch(arguments) {
        Ok(code) => code,
        Err(failure) => {
            // Nobody is left to tell when stderr is gone.
            drop(writeln!(io::stderr(), "guildhall: {failure}"));
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: Arguments) -> Result<ExitCode, Failure> {
    let config = Config::load_with(&[
        ("GUILDHALL_MINIMUM_SUBMISSION_PERIOD", arguments.minimum_submission_period),
        ("GUILDHALL_BIND", arguments.bind),
        ("GUILDHALL_DATA_DIR", arguments.data_dir),
    ]);
    match arguments.command.unwrap_or(Command::OnDatabase(OnDatabase::Serve)) {
        Command::Openapi => say(&(server::openapi().to_pretty_json()? + "\n"))?,
        Command::Config => say(&config?.printed())?,
        Command::Health => return health::run(&config?),
        Command::OnDatabase(command) => return on_database(open(config?)?, command),
    }
    Ok(ExitCode::SUCCESS)
}

fn on_database(app: App, command: OnDatabase) -> Result<ExitCode, Failure> {
    match command {
        OnDatabase::Serve => {
            demo::refuse_in_production(&app)?;
            serve::serve(app)?;
        }
        OnDatabase::Demo => {
            demo::fill(&app)?;
            serve::serve(app)?;
        }
        OnDatabase::Admin(command) => {
            admin::run(&app, &command)?;
            number(&app)?;
        }
        OnDatabase::Keys(command) => {
            keys::run(&app, &command)?;
            number(&app)?;
        }
        OnDatabase::Import(command) => {
            import::run(&app, &command)?;
            number(&app)?;
        }
        OnDatabase::Audit(command) => return audit::run(&app, &command),
    }
    Ok(ExitCode::SUCCESS)
}

/// Gives the events of a command their places in the log: what has none could vanish unseen.
fn number(app: &App) -> Result<(), Failure> {
    let done = actix_web::rt::System::new().block_on(crate::audit::number(app));
    Ok(done.map(drop).map_err(|fault| fault.sentence())?)
}

/// Opens the database and the keys, making what is not there yet.
fn open(config: Config) -> Result<App, Failure> {
    std::fs::create_dir_all(&config.data_dir)
        .map_err(|error| format!("{}: {error}", config.data_dir.display()))?;
    let keys = Keys::open(&config.keys_dir())?;
    let limits = Limits { connections: config.database_connections, ..Limits::default() };
    let pool = Pool::open(&config.database_url, limits).map_err(|fault| fault.sentence())?;
    let clock = std::sync::Arc::new(SystemClock::default());
    Ok(App::new(pool, clock, config, keys))
}

fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
