//! Who may do what: one table, declared here, printed as `docs/printed/access.md`, and held against
//! what the server answers to everybody, in every state of a lot, cell by cell
//! (`tests/it/access/matrix.rs`). An operation without a row does not pass (SAFETY D1).
//!
//! A row names states by letter and gives a letter for each of [`PEOPLE`]: `y` the rule allows it
//! (the state of the thing may still not), `n` is 403, `-` is 404, as for an id that names nothing.
//! A draft has no panel yet: there the last three say nothing.

/// Everybody who could ask, by what they are to the lot: outsiders, then its bidder's people, then
/// the buyer's, then the panel.
pub const PEOPLE: [&str; 15] = [
    "somebody",
    "other body",
    "rival",
    "its viewer",
    "administrator",
    "auditor",
    "its bidder",
    "its owner",
    "owner",
    "author",
    "approver",
    "opener",
    "observer",
    "evaluator",
    "chair",
];

/// The states of a lot in which everybody is asked, with the letters by which rows name them.
pub const STATES: [(char, &str); 5] = [
    ('d', "A draft"),
    ('o', "Open, with a bid under seal"),
    ('c', "Closed, not opened yet"),
    ('e', "In evaluation"),
    ('f', "Decided"),
];

/// How an answer begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    Yes,
    No,
    Hidden,
}

impl Cell {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Hidden => "hidden",
        }
    }

    /// As rows write it.
    pub const fn letter(self) -> char {
        match self {
            Self::Yes => 'y',
            Self::No => 'n',
            Self::Hidden => '-',
        }
    }

    fn parse(letter: char) -> Option<Self> {
        [Self::Yes, Self::No, Self::Hidden].into_iter().find(|cell| cell.letter() == letter)
    }
}

/// The declared cells of an operation in a state, in the order of [`PEOPLE`]; none where it has no
/// row for that state.
pub fn row(operation: &str, state: char) -> Option<Vec<Cell>> {
    let (_, states) = TABLE.iter().find(|(name, _)| *name == operation)?;
    let (_, letters) = states.iter().find(|(names, _)| names.contains(state))?;
    let people = if state == 'd' { PEOPLE.len() - 3 } else { PEOPLE.len() };
    Some(letters.chars().filter_map(Cell::parse).take(people).collect())
}

/// The operations that have a row, in order.
pub fn operations() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(name, _)| *name)
}

type Row = (&'static str, &'static [(&'static str, &'static str)]);

#[rustfmt::skip]
const TABLE: &[Row] = &[
    ("accept_invitation", &[("docef", "yyyyyy yy yyyy yyy")]),
    ("accept_terms", &[("docef", "---n-- yy ---- ---")]),
    ("add_identifier", &[("docef", "------ -- ynnn ---")]),
    ("amend_lot", &[("d", "------ -- nnyn"), ("ocef", "nnnnnn nn nnyn nnn")]),
    ("answer_administrators", &[("docef", "------ -- ynnn ---")]),
    ("answer_bid_partnership", &[("ocef", "---n-- yy ---- ---")]),
    ("answer_join_request", &[("docef", "------ -- ynnn ---")]),
    ("apply_for_capability", &[("docef", "---n-- yy ---- ---")]),
    ("appoint_member", &[("d", "------ -- ----"), ("ocef", "nnnnnn nn ynyn nnn")]),
    ("approve_decision", &[("doce", "------ -- nnyn ---"), ("f", "------ -- nnyn --n")]),
    ("approve_opening", &[("d", "------ -- ----"), ("ocef", "nnnnnn nn nnny nnn")]),
    ("ask_to_join", &[("docef", "yyyyyy yy yyyy yyy")]),
    ("assess_capability", &[("docef", "---ny- nn ---- ---")]),
    ("cancel_lot", &[("d", "------ -- nnyn"), ("ocef", "nnnnnn nn nnyn nnn")]),
    ("change_duties", &[("docef", "----y- -- ---- ---")]),
    ("change_identity", &[("docef", "nnnnnn nn ynnn nnn")]),
    ("change_member_roles", &[("docef", "------ -- ynnn ---")]),
    ("claim_domain", &[("docef", "------ -- ynnn ---")]),
    ("confirm_auditor_grant", &[("docef", "----y- -- ---- ---")]),
    ("confirm_members", &[("docef", "------ -- ynnn ---")]),
    ("confirm_merger", &[("docef", "nnnnyn nn nnnn nnn")]),
    ("create_opportunity", &[("docef", "nnnnnn nn nynn nnn")]),
    ("create_organisation", &[("docef", "yyyyyy yy yyyy yyy")]),
    ("declare_interests", &[("docef", "---n-- yy ---- ---")]),
    ("declare_interests_in_lot", &[("docef", "------ -- ---- yyy")]),
    ("demand_reverification", &[("docef", "nnnnyn nn nnnn nnn")]),
    ("dismiss_member", &[("d", "------ -- ----"), ("ocef", "nnnnnn nn ynyn nnn")]),
    ("edit_bid", &[("ocef", "---n-- yy ---- ---")]),
    ("edit_capability_category", &[("docef", "nnnnyn nn nnnn nnn")]),
    ("edit_opportunity", &[("d", "------ -- nynn"), ("ocef", "nnnnnn nn nynn nnn")]),
    ("edit_profile", &[("docef", "---n-- yy ---- ---")]),
    ("end_bid_partnership", &[("ocef", "--yn-- yy ---- ---")]),
    ("end_membership", &[("docef", "------ -- ynny ---")]),
    ("end_other_sessions", &[("docef", "yyyyyy yy yyyy yyy")]),
    ("end_own_session", &[("docef", "y----- -- ---- ---")]),
    ("get_assessment_summary", &[("oc", "---y-- yy ---- ---"), ("ef", "---y-y yy --y- yyy")]),
    ("get_bid", &[("oc", "---y-- yy ---- ---"), ("ef", "---y-y yy --y- yyy")]),
    ("get_bid_document", &[("oc", "------ -- ---- ---"), ("ef", "---y-y yy --y- yyy")]),
    ("get_capability_application", &[("docef", "---yy- yy ---- ---")]),
    ("get_capability_category", &[("docef", "yyyyyy yy yyyy yyy")]),
    ("get_contract", &[("f", "---y-y yy yyyy ---")]),
    ("get_decision", &[("doce", "------ -- ---- ---"), ("f", "-----y -- --y- yyy")]),
    ("get_document", &[("docef", "---y-- yy ---- ---")]),
    ("get_document_content", &[("docef", "---y-- yy ---- ---")]),
    ("get_eligibility", &[("d", "------ -- ----"), ("ocef", "---y-- yy ---- ---")]),
    ("get_identity_provider", &[("docef", "------ -- ynnn ---")]),
    ("get_interests", &[("docef", "---yy- yy ---- ---")]),
    ("get_lot", &[("d", "-----y -- yyyy"), ("ocef", "yyyyyy yy yyyy yyy")]),
    ("get_me", &[("docef", "yyyyyy yy yyyy yyy")]),
    ("get_merger", &[("docef", "nnnnyn nn nnnn nnn")]),
    ("get_opportunity", &[("d", "-----y -- yyyy"), ("ocef", "yyyyyy yy yyyy yyy")]),
    ("get_organisation", &[("docef", "yyyyyy yy yyyy yyy")]),
    ("get_panel", &[("docef", "-----y -- yyyy yyy")]),
    ("get_profile", &[("docef", "---y-- yy ---- ---")]),
    ("get_ranking", &[("doc", "-----y -- --y- nnn"), ("ef", "-----y -- --y- yyy")]),
    ("get_supplier", &[("docef", "yyyyyy yy yyyy yyy")]),
    ("get_terms", &[("docef", "yyyyyy yy yyyy yyy")]),
    ("invite_bid_partner", &[("ocef", "---n-- yy ---- ---")]),
    ("invite_member", &[("docef", "------ -- ynnn ---")]),
    ("lift_hold", &[("docef", "----y- -- ---- ---")]),
    ("list_administrators", &[("docef", "nnnnyn nn nnnn nnn")]),
    ("list_api_keys", &[("docef", "------ -- yyyy ---")]),
    ("list_audit_events", &[("docef", "nnnnny nn nnnn nnn")]),
    ("list_auditor_grants", &[("docef", "nnnnyy nn nnnn nnn")]),
    ("list_auditor_reads", &[("docef", "------ -- ynnn ---")]),
    ("list_bid_partners", &[("ocef", "---y-- yy ---- ---")]),
    ("list_bid_partnerships", &[("docef", "---y-- yy ---- ---")]),
    ("list_capabilities_to_assess", &[("docef", "nnnnyn nn nnnn nnn")]),
    ("list_capability_applications", &[("docef", "---yy- yy ---- ---")]),
    ("list_consensus", &[("oc", "------ -- ---- ---"), ("ef", "-----y -- --y- yyy")]),
    ("list_contracts", &[("d", "------ -- ----"), ("ocef", "yyyyyy yy yyyy yyy")]),
    ("list_declarations", &[("docef", "-----y -- yyyy yyy")]),
    ("list_documents", &[("docef", "---y-- yy ---- ---")]),
    ("list_domains", &[("docef", "----y- -- yyyy ---")]),
    ("list_holds", &[("docef", "----yy -- ---- ---")]),
    ("list_invitations", &[("docef", "------ -- ynnn ---")]),
    ("list_join_requests", &[("docef", "------ -- ynnn ---")]),
    ("list_lot_bids", &[("doc", "-----y -- --y- ---"), ("ef", "-----y -- --y- yyy")]),
    ("list_members", &[("docef", "----yy -- yyyy ---")]),
    ("list_my_join_requests", &[("docef", "yyyyyy yy yyyy yyy")]),
    ("list_notifications", &[("docef", "yyyyyy yy yyyy yyy")]),
    ("list_own_bids", &[("docef", "---y-- yy ---- ---")]),
    ("list_scores", &[("oc", "------ -- ---- ---"), ("ef", "-----y -- --y- yyy")]),
    ("list_second_factors", &[("docef", "yyyyyy yy yyyy yyy")]),
    ("list_sessions", &[("docef", "yyyyyy yy yyyy yyy")]),
    ("list_statements", &[("docef", "---y-- yy ---- ---")]),
    ("list_terms_acceptances", &[("docef", "---yy- yy ---- ---")]),
    ("list_verifications", &[("docef", "nnnnyn nn nnnn nnn")]),
    ("lock_consensus", &[("doc", "------ -- ---- nnn"), ("ef", "------ -- ---- nny")]),
    ("make_api_key", &[("docef", "------ -- yyyy ---")]),
    ("make_capability_category", &[("docef", "nnnnyn nn nnnn nnn")]),
    ("make_service_account", &[("docef", "------ -- ynnn ---")]),
    ("place_hold", &[("docef", "----y- -- ---- ---")]),
    ("propose_auditor_grant", &[("docef", "nnnnyn nn nnnn nnn")]),
    ("propose_decision", &[("doc", "------ -- nnnn nnn"), ("ef", "------ -- nnnn nny")]),
    ("propose_merger", &[("docef", "nnnnyn nn nnnn nnn")]),
    ("prove_domain", &[("docef", "------ -- ynnn ---")]),
    ("publish_contract_details", &[("f", "---n-n nn nnyn ---")]),
    ("publish_opportunity", &[("d", "------ -- nnyn"), ("ocef", "nnnnnn nn nnyn nnn")]),
    ("publish_terms", &[("docef", "nnnnyn nn nnnn nnn")]),
    ("put_consensus", &[("oc", "------ -- ---- ---"), ("ef", "------ -- ---- nny")]),
    ("put_scores", &[("oc", "------ -- ---- ---"), ("ef", "------ -- ---- nyy")]),
    ("record_contract", &[("docef", "------ -- nnyn ---")]),
    ("reinstate_organisation", &[("docef", "nnnnyn nn nnnn nnn")]),
    ("reinstate_user", &[("docef", "----y- -- ---- ---")]),
    ("remove_identity_provider", &[("docef", "------ -- ynnn ---")]),
    ("reset_second_factors", &[("docef", "----y- -- ---- ---")]),
    ("retire_capability_category", &[("docef", "nnnnyn nn nnnn nnn")]),
    ("return_opportunity", &[("d", "------ -- nnyn"), ("ocef", "nnnnnn nn nnyn nnn")]),
    ("review_opportunity", &[("d", "------ -- nynn"), ("ocef", "nnnnnn nn nynn nnn")]),
    ("revoke_api_key", &[("docef", "------ -- yy-- ---")]),
    ("revoke_auditor_grant", &[("docef", "----y- -- ---- ---")]),
    ("revoke_capability", &[("docef", "---ny- nn ---- ---")]),
    ("rotate_api_key", &[("docef", "------ -- nynn ---")]),
    ("send_domain_letter", &[("docef", "------ -- ynnn ---")]),
    ("set_identity_provider", &[("docef", "------ -- ynnn ---")]),
    ("start_bid", &[("d", "------ -- ----"), ("ocef", "nnnnnn yy nnnn nnn")]),
    ("submit_bid", &[("ocef", "---n-- yy ---- ---")]),
    ("submit_scores", &[("doc", "------ -- ---- nnn"), ("ef", "------ -- ---- nyy")]),
    ("suspend_organisation", &[("docef", "nnnnyn nn nnnn nnn")]),
    ("suspend_user", &[("docef", "----y- -- ---- ---")]),
    ("upload_document", &[("docef", "---n-- yy ---- ---")]),
    ("verify_identifier", &[("docef", "nnnnyn nn nnnn nnn")]),
    ("verify_organisation", &[("docef", "nnnnyn nn nnnn nnn")]),
    ("withdraw_bid", &[("ocef", "---n-- yy ---- ---")]),
    ("withdraw_capability_application", &[("docef", "---n-- yy ---- ---")]),
    ("withdraw_document", &[("docef", "---n-- yy ---- ---")]),
    ("withdraw_domain", &[("docef", "----y- -- ynnn ---")]),
    ("withdraw_identifier", &[("docef", "------ -- ynnn ---")]),
    ("withdraw_invitation", &[("docef", "------ -- ynnn ---")]),
    ("withdraw_join_request", &[("docef", "y----- -- ---- ---")]),
    ("withdraw_merger", &[("docef", "nnnnyn nn nnnn nnn")]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_in_order_and_whole() {
        let names: Vec<_> = operations().collect();
        assert!(names.is_sorted_by(|one, next| one < next));
        for (name, states) in TABLE {
            for (letters, cells) in *states {
                let cells: Vec<char> = cells.chars().filter(|c| *c != ' ').collect();
                assert!(cells.iter().all(|c| Cell::parse(*c).is_some()), "{name}: {cells:?}");
                let people = if *letters == "d" { 12 } else { 15 };
                assert_eq!(cells.len(), people, "{name} in {letters}");
                assert!(letters.chars().all(|c| STATES.iter().any(|(s, _)| *s == c)), "{name}");
            }
        }
    }
}
