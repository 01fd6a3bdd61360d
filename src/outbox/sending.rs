//! Putting letters into the outbox.

use super::{
    letter::{Addressee, Letter, Rendered},
    store::{self, New, Row},
};
use crate::{
    audit::Call,
    db::{Fault, Tx},
    kernel::{Email, Id},
};

/// Puts a letter into the outbox: it goes out if, and only if, the transaction commits.
pub fn send(tx: &mut Tx<'_>, call: &Call, to: &Addressee, letter: &Letter) -> Result<(), Fault> {
    if Email::is_of_program(&to.email) {
        return Ok(());
    }
    let id = Id::new();
    let rendered = letter.render(&to.full_name, &call.app.config.public_url)?;
    let rendered = if letter.secret { encrypted(call, id, &rendered)? } else { rendered };
    store::insert(tx, &New { id, to, letter, rendered }, call.at)
}

/// Puts a letter to each of several addressees into the outbox.
pub fn send_to_all(
    tx: &mut Tx<'_>,
    call: &Call,
    all: &[Addressee],
    letter: &Letter,
) -> Result<(), Fault> {
    all.iter().try_for_each(|to| send(tx, call, to, letter))
}

/// The words of a letter with a one-time token, encrypted while it waits: the token does not lie
/// open in the database or its logs (SAFETY E14).
fn encrypted(call: &Call, id: Id<Row>, words: &Rendered) -> Result<Rendered, Fault> {
    let (key, purpose) = (&call.app.keys.sealed, store::purpose(id));
    let hide = |words: &str| key.encrypt(words, &purpose).map_err(|error| Fault::corrupt(&error));
    Ok(Rendered { text: hide(&words.text)?, html: hide(&words.html)? })
}
