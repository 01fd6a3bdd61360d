//! The register of what is kept about a person: table by table, what it shows them and what
//! becomes of it when they close their account.

/// What becomes of rows when the account that they name is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtClosure {
    Erased,
    /// The row stays; it names nobody any more but an id.
    Nameless,
    Kept {
        why: &'static str,
        how_long: &'static str,
    },
}

/// How a column is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Plain,
    Time,
    Flag,
    Json,
    Marks,
}

/// One member of each row in an export.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub name: &'static str,
    pub sql: &'static str,
    pub shown: Shown,
}

/// One file of an export. `$1` stands for the person's id in `whose`.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    pub file: &'static str,
    pub about: &'static str,
    pub table: &'static str,
    /// The columns of `table` by which it names a person.
    pub names: &'static [&'static str],
    pub whose: &'static str,
    /// A text that no two of the person's rows share.
    pub key: &'static str,
    pub columns: &'static [Column],
    pub at_closure: AtClosure,
}

const fn plain(name: &'static str) -> Column {
    Column { name, sql: name, shown: Shown::Plain }
}

const fn time(name: &'static str) -> Column {
    Column { name, sql: name, shown: Shown::Time }
}

const fn flag(name: &'static str) -> Column {
    Column { name, sql: name, shown: Shown::Flag }
}

const fn json(name: &'static str) -> Column {
    Column { name, sql: name, shown: Shown::Json }
}

const fn marks(name: &'static str) -> Column {
    Column { name, sql: name, shown: Shown::Marks }
}

const fn by(name: &'static str, sql: &'static str) -> Column {
    Column { name, sql, shown: Shown::Plain }
}

/// Procurement Act 2023, s.98, and what councils do where other law asks for more.
const PROCUREMENT: AtClosure = AtClosure::Kept {
    why: "a public body has to show how it came to each decision (Procurement Act 2023, s.98)",
    how_long: "three years from the award or the entry into the contract, and until six years after its end where limitation applies",
};

const LOG: AtClosure = AtClosure::Kept {
    why: "the log shows who did what and cannot be changed; it holds ids, no names",
    how_long: "as long as the records that it is about",
};

/// Everything that names a person, and what an export shows of it.
pub const REGISTER: &[Part] = &[
    Part {
        file: "account",
        about: "your account",
        table: "users",
        names: &["email", "full_name"],
        whose: "id = $1",
        key: "id",
        columns: &[
            plain("id"),
            plain("email"),
            plain("full_name"),
            plain("state"),
            flag("administrator"),
            flag("auditor"),
            time("created_at"),
        ],
        at_closure: AtClosure::Nameless,
    },
    Part {
        file: "links",
        about: "links that were sent to prove your address or to set a password; never what they say",
        table: "user_tokens",
        names: &["user_id", "full_name"],
        whose: "user_id = $1",
        key: "token_hash",
        columns: &[plain("purpose"), plain("full_name"), time("expires_at"), time("used_at")],
        at_closure: AtClosure::Erased,
    },
    Part {
        file: "sessions",
        about: "where and when you were signed in",
        table: "sessions",
        names: &["user_id"],
        whose: "user_id = $1",
        key: "id",
        columns: &[
            plain("id"),
            plain("user_agent"),
            time("created_at"),
            time("refreshed_at"),
            time("expires_at"),
            time("ended_at"),
        ],
        at_closure: AtClosure::Erased,
    },
    Part {
        file: "idleness",
        about: "what you were told when you had not signed in for long",
        table: "account_looks",
        names: &["user_id"],
        whose: "user_id = $1",
        key: "user_id",
        columns: &[plain("told"), time("told_of")],
        at_closure: AtClosure::Erased,
    },
    Part {
        file: "devices",
        about: "devices on which you have signed in before",
        table: "user_devices",
        names: &["user_id"],
        whose: "user_id = $1",
        key: "token_hash",
        columns: &[time("made_at"), time("expires_at")],
        at_closure: AtClosure::Erased,
    },
    Part {
        file: "address_changes",
        about: "changes of your e-mail address",
        table: "email_changes",
        names: &["user_id", "old_email", "new_email"],
        whose: "user_id = $1",
        key: "id",
        columns: &[
            plain("old_email"),
            plain("new_email"),
            time("asked_at"),
            time("confirm_until"),
            time("confirmed_at"),
            time("undone_at"),
        ],
        at_closure: AtClosure::Erased,
    },
    Part {
        file: "memberships",
        about: "your organisations and roles",
        table: "members",
        names: &["user_id"],
        whose: "user_id = $1",
        key: "organisation_id",
        columns: &[
            plain("organisation_id"),
            by("organisation", "(select name from organisations where id = organisation_id)"),
            plain("roles"),
            time("joined_at"),
        ],
        at_closure: AtClosure::Erased,
    },
    Part {
        file: "invitations",
        about: "invitations that were sent to your address",
        table: "invitations",
        names: &["email"],
        whose: "email = (select email from users where id = $1)",
        key: "id",
        columns: &[
            plain("organisation_id"),
            plain("roles"),
            time("created_at"),
            time("expires_at"),
            time("accepted_at"),
            time("withdrawn_at"),
        ],
        at_closure: AtClosure::Nameless,
    },
    Part {
        file: "invitations_sent",
        about: "invitations that you sent; the addresses are those of others and left out",
        table: "invitations",
        names: &["invited_by"],
        whose: "invited_by = $1",
        key: "id",
        columns: &[plain("id"), plain("organisation_id"), plain("roles"), time("created_at")],
        at_closure: AtClosure::Nameless,
    },
    Part {
        file: "organisations_made",
        about: "organisations that you registered",
        table: "organisations",
        names: &["created_by"],
        whose: "created_by = $1",
        key: "id",
        columns: &[plain("id"), plain("kind"), plain("name"), time("created_at")],
        at_closure: AtClosure::Nameless,
    },
    Part {
        file: "notices",
        about: "challenges and procurements that you wrote in; the texts are your organisation's",
        table: "opportunities",
        names: &["writers"],
        whose: "writers like '%' || $1 || '%'",
        key: "id",
        columns: &[
            plain("id"),
            plain("organisation_id"),
            plain("title"),
            plain("state"),
            time("created_at"),
        ],
        at_closure: PROCUREMENT,
    },
    Part {
        file: "deadlines_moved",
        about: "deadlines that you moved, and why",
        table: "amendments",
        names: &["made_by"],
        whose: "made_by = $1",
        key: "id",
        columns: &[plain("id"), plain("lot_id"), plain("reason"), time("made_at")],
        at_closure: PROCUREMENT,
    },
    Part {
        file: "bids_started",
        about: "bids that you started; what they say is your organisation's, and under seal",
        table: "bids",
        names: &["created_by"],
        whose: "created_by = $1",
        key: "id",
        columns: &[
            plain("id"),
            plain("lot_id"),
            by("lot", "(select title from lots where id = lot_id)"),
            plain("organisation_id"),
            plain("state"),
            time("created_at"),
        ],
        at_closure: PROCUREMENT,
    },
    Part {
        file: "bids_submitted",
        about: "bids that you submitted, with their receipts",
        table: "bid_submissions",
        names: &["submitted_by"],
        whose: "submitted_by = $1",
        key: "bid_id || ' ' || version",
        columns: &[
            plain("bid_id"),
            plain("version"),
            plain("sealed_sha256"),
            plain("receipt"),
            time("received_at"),
        ],
        at_closure: PROCUREMENT,
    },
    Part {
        file: "openings_approved",
        about: "openings of bids that you approved",
        table: "opening_approvals",
        names: &["user_id"],
        whose: "user_id = $1",
        key: "id",
        columns: &[plain("lot_id"), plain("organisation_id"), time("approved_at")],
        at_closure: PROCUREMENT,
    },
    Part {
        file: "panels",
        about: "your seats on panels",
        table: "panel_members",
        names: &["user_id"],
        whose: "user_id = $1",
        key: "lot_id",
        columns: &[plain("lot_id"), plain("role"), flag("scores"), time("appointed_at")],
        at_closure: PROCUREMENT,
    },
    Part {
        file: "panels_appointed",
        about: "people that you appointed to panels, by id",
        table: "panel_members",
        names: &["appointed_by"],
        whose: "appointed_by = $1",
        key: "lot_id || ' ' || user_id",
        columns: &[plain("lot_id"), plain("user_id"), plain("role"), time("appointed_at")],
        at_closure: PROCUREMENT,
    },
    Part {
        file: "declarations",
        about: "your declarations of interests",
        table: "declarations",
        names: &["user_id"],
        whose: "user_id = $1",
        key: "lot_id",
        columns: &[plain("lot_id"), json("conflicts"), plain("statement"), time("declared_at")],
        at_closure: PROCUREMENT,
    },
    Part {
        file: "marks",
        about: "marks that you gave, with your reasons",
        table: "scores",
        names: &["user_id"],
        whose: "user_id = $1",
        key: "bid_id || ' ' || criterion_key",
        columns: &[
            plain("lot_id"),
            plain("bid_id"),
            plain("criterion_key"),
            marks("mark"),
            plain("rationale"),
            time("scored_at"),
        ],
        at_closure: PROCUREMENT,
    },
    Part {
        file: "marks_submitted",
        about: "when you submitted your marks",
        table: "score_submissions",
        names: &["user_id"],
        whose: "user_id = $1",
        key: "lot_id",
        columns: &[plain("lot_id"), time("submitted_at")],
        at_closure: PROCUREMENT,
    },
    Part {
        file: "marks_agreed",
        about: "marks that you wrote down for a panel",
        table: "consensus_marks",
        names: &["agreed_by"],
        whose: "agreed_by = $1",
        key: "bid_id || ' ' || criterion_key",
        columns: &[
            plain("lot_id"),
            plain("bid_id"),
            plain("criterion_key"),
            marks("mark"),
            plain("rationale"),
            time("agreed_at"),
        ],
        at_closure: PROCUREMENT,
    },
    Part {
        file: "rankings_locked",
        about: "rankings that you locked",
        table: "rankings",
        names: &["locked_by"],
        whose: "locked_by = $1",
        key: "lot_id",
        columns: &[plain("lot_id"), plain("sha256"), time("locked_at")],
        at_closure: PROCUREMENT,
    },
    Part {
        file: "decisions",
        about: "decisions that you proposed or settled",
        table: "decisions",
        names: &["proposed_by", "settled_by"],
        whose: "proposed_by = $1 or settled_by = $1",
        key: "id",
        columns: &[
            plain("id"),
            plain("lot_id"),
            plain("outcome"),
            plain("reason"),
            plain("state"),
            time("proposed_at"),
            time("settled_at"),
            plain("settled_note"),
        ],
        at_closure: PROCUREMENT,
    },
    Part {
        file: "letters",
        about: "letters that were sent to you; the words of one-time links are kept nowhere",
        table: "outbox",
        names: &["user_id", "email", "full_name"],
        whose: "user_id = $1 or email = (select email from users where id = $1)",
        key: "id",
        columns: &[
            plain("kind"),
            plain("email"),
            plain("full_name"),
            plain("subject"),
            by("text", "case when secret then null else body_text end"),
            plain("about"),
            time("created_at"),
            time("sent_at"),
        ],
        at_closure: AtClosure::Erased,
    },
    Part {
        file: "retries",
        about: "requests whose answers are kept for a day, in case they are asked for again",
        table: "idempotency_keys",
        names: &["user_id"],
        whose: "user_id = $1",
        key: "route || ' ' || idempotency_key",
        columns: &[plain("route"), plain("status"), time("created_at")],
        at_closure: AtClosure::Erased,
    },
    Part {
        file: "holds",
        about: "legal holds on your data; the reasons are for those who placed them",
        table: "legal_holds",
        names: &["user_id"],
        whose: "user_id = $1",
        key: "id",
        columns: &[time("placed_at"), time("lifted_at")],
        at_closure: AtClosure::Kept {
            why: "it shows why data had to stay",
            how_long: "as long as the records that it was about",
        },
    },
    Part {
        file: "holds_placed",
        about: "legal holds that you placed or lifted as an administrator",
        table: "legal_holds",
        names: &["placed_by", "lifted_by"],
        whose: "placed_by = $1 or lifted_by = $1",
        key: "id",
        columns: &[plain("id"), time("placed_at"), time("lifted_at")],
        at_closure: AtClosure::Kept {
            why: "it shows who kept data in place",
            how_long: "as long as the records that it was about",
        },
    },
    Part {
        file: "log",
        about: "what the log says that you did, or that was done to you, and in whose name",
        table: "audit_events",
        names: &["user_id"],
        whose: "(user_id = $1 or thing_id = $1 or body like '%' || $1 || '%') and (sealed_lot_id is null or user_id = $1 or sealed_lot_id in (select id from lots where opened_at is not null))",
        key: "id",
        columns: &[
            plain("id"),
            plain("what"),
            plain("thing_kind"),
            plain("thing_id"),
            plain("organisation_id"),
            time("at"),
        ],
        at_closure: LOG,
    },
];

/// Columns that could name a person and stand in no part, each with the reason.
pub const UNSHOWN: &[(&str, &str)] = &[
    ("users.password_hash", "a secret, of use to a thief alone"),
    ("user_tokens.password_hash", "a secret, of use to a thief alone"),
];
