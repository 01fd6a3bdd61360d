//! Places that letters link to. A room names the place; [`send`](super::send) makes the address of
//! it, with the public URL of the installation.

use std::fmt::Display;

/// A page of the docs, or a resource of the API.
#[derive(Clone, Copy)]
pub enum Place<'a> {
    /// The first page of the docs.
    Docs,
    /// The page that proves an address of a new account.
    Verification {
        token: &'a str,
    },
    /// The page that sets a password.
    Password {
        token: &'a str,
    },
    /// The page that proves a new address.
    Email {
        token: &'a str,
    },
    /// The page that takes a change of address back.
    EmailUndo {
        token: &'a str,
    },
    /// The page that accepts an invitation.
    Invitation {
        token: &'a str,
    },
    Opportunity(&'a dyn Display),
    Lot(&'a dyn Display),
    /// The decision on a lot.
    Decision(&'a dyn Display),
    /// The ranking of a lot's bids.
    Ranking(&'a dyn Display),
    Bid(&'a dyn Display),
    /// How a bid was assessed.
    AssessmentSummary(&'a dyn Display),
    /// The joint bids that name an organisation as a partner.
    BidPartnerships(&'a dyn Display),
    Contract(&'a dyn Display),
    CapabilityApplication(&'a dyn Display),
    /// A version of the terms.
    Terms(&'a dyn Display),
}

impl Place<'_> {
    /// The path of the place, and its fragment: a token stands there, where no server logs it.
    pub(super) fn path(self) -> String {
        match self {
            Self::Docs => "/docs".to_owned(),
            Self::Verification { token } => format!("/docs/verification#token={token}"),
            Self::Password { token } => format!("/docs/password#token={token}"),
            Self::Email { token } => format!("/docs/email#token={token}"),
            Self::EmailUndo { token } => format!("/docs/email-undo#token={token}"),
            Self::Invitation { token } => format!("/docs/invitations#token={token}"),
            Self::Opportunity(id) => format!("/v1/opportunities/{id}"),
            Self::Lot(id) => format!("/v1/lots/{id}"),
            Self::Decision(lot) => format!("/v1/lots/{lot}/decision"),
            Self::Ranking(lot) => format!("/v1/lots/{lot}/ranking"),
            Self::Bid(id) => format!("/v1/bids/{id}"),
            Self::AssessmentSummary(bid) => format!("/v1/bids/{bid}/assessment-summary"),
            Self::BidPartnerships(of) => format!("/v1/organisations/{of}/bid-partnerships"),
            Self::Contract(id) => format!("/v1/contracts/{id}"),
            Self::CapabilityApplication(id) => format!("/v1/capability-applications/{id}"),
            Self::Terms(version) => format!("/v1/terms/{version}"),
        }
    }
}
