//! Where letters go: files, or a mail server.

use std::{fs, path::PathBuf, sync::Mutex, time::Duration};

use lettre::{
    Message, SmtpTransport, Transport as _,
    message::{Mailbox, MultiPart},
};

use super::store::Leased;

#[derive(Debug, thiserror::Error)]
pub enum MailerFault {
    #[error("MAIL_URL: {0}")]
    Url(String),
    #[error("GUILDHALL_MAIL_FROM: {0}")]
    From(String),
}

/// Why a letter did not go out, and whether trying again makes sense.
#[derive(Debug)]
pub(super) struct Failed {
    pub for_good: bool,
    pub why: String,
}

enum Way {
    Files(PathBuf),
    Smtp(SmtpTransport),
    /// Keeps everything, for tests.
    Memory(Mutex<Vec<Vec<u8>>>),
}

/// Sends letters the way that `MAIL_URL` says.
pub struct Mailer {
    way: Way,
    from: Mailbox,
    /// What stands behind the at sign of a Message-ID.
    host: String,
}

impl Mailer {
    pub fn open(url: &str, from: &str) -> Result<Self, MailerFault> {
        let way = if let Some(dir) = url.strip_prefix("file://") {
            fs::create_dir_all(dir).map_err(|e| MailerFault::Url(format!("{dir}: {e}")))?;
            Way::Files(PathBuf::from(dir))
        } else {
            let smtp = SmtpTransport::from_url(url).map_err(|e| MailerFault::Url(e.to_string()))?;
            Way::Smtp(smtp.timeout(Some(Duration::from_secs(30))).build())
        };
        Self::by(way, from)
    }

    pub fn memory() -> Result<Self, MailerFault> {
        Self::by(Way::Memory(Mutex::new(Vec::new())), "Guildhall <guildhall@guildhall.test>")
    }

    fn by(way: Way, from: &str) -> Result<Self, MailerFault> {
        let from: Mailbox = from.parse().map_err(|e| MailerFault::From(format!("{from}: {e}")))?;
        let host = from.email.domain().to_owned();
        Ok(Self { way, from, host })
    }

    /// What has been sent, for tests with [`Mailer::memory`].
    pub fn sent(&self) -> Vec<Vec<u8>> {
        match &self.way {
            Way::Memory(sent) => sent.lock().map(|sent| sent.clone()).unwrap_or_default(),
            Way::Files(_) | Way::Smtp(_) => Vec::new(),
        }
    }

    pub(super) fn send(&self, row: &Leased) -> Result<(), Failed> {
        let message = self.message(row)?;
        let disk = |e: std::io::Error| Failed { for_good: false, why: e.to_string() };
        match &self.way {
            Way::Files(dir) => {
                // The name is the row's own: sending again writes the same file again.
                let draft = dir.join(format!("{}.part", row.id));
                fs::write(&draft, message.formatted()).map_err(disk)?;
                fs::rename(draft, dir.join(format!("{}.eml", row.id))).map_err(disk)
            }
            Way::Smtp(smtp) => smtp
                .send(&message)
                .map(drop)
                .map_err(|error| Failed { for_good: error.is_permanent(), why: error.to_string() }),
            Way::Memory(sent) => {
                sent.lock().map(|mut all| all.push(message.formatted())).unwrap_or_default();
                Ok(())
            }
        }
    }

    /// The same row is always the same message: its id and date do not change when it is retried.
    fn message(&self, row: &Leased) -> Result<Message, Failed> {
        let broken = |why: String| Failed { for_good: true, why };
        let address = row.email.parse().map_err(|e| broken(format!("the address: {e}")))?;
        let written = u64::try_from(row.created_at.seconds()).unwrap_or(0);
        let date = std::time::UNIX_EPOCH + Duration::from_secs(written);
        Message::builder()
            .message_id(Some(format!("<{}@{}>", row.id, self.host)))
            .date(date)
            .from(self.from.clone())
            .to(Mailbox::new(Some(row.full_name.clone()), address))
            .subject(&row.subject)
            .multipart(MultiPart::alternative_plain_html(
                row.body_text.clone(),
                row.body_html.clone(),
            ))
            .map_err(|error| broken(error.to_string()))
    }
}
