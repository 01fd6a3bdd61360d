//! Mails: rendered where their cause is known, in its own transaction; delivered by a worker that
//! leases rows, so that nothing is lost and nothing is doubled but across a crash.

mod delivery;
mod letter;
mod store;
mod transport;

pub use delivery::{deliver_due, keep_delivering};
pub use letter::{Addressee, Letter, send};
pub use store::{Notification, notifications_of};
pub use transport::{Mailer, MailerFault};
