//! Mails: rendered where their cause is known, in its own transaction; delivered by a worker that
//! leases rows, so that nothing is lost and nothing is doubled but across a crash.

mod delivery;
mod letter;
mod place;
mod sending;
mod store;
mod transport;

pub use delivery::{deliver_due, keep_delivering};
pub use letter::{Addressee, Letter};
pub use place::Place;
pub use sending::{send, send_to_all};
pub use store::{Notification, notifications_of};
pub use transport::{Mailer, MailerFault};
