//! Queries that walk an index.

use crate::story;

story! {
    async fn what_accounts_and_organisations_ask_for_walks_an_index(world) {
        let plan = |query: &str| {
            let query = query.to_owned();
            let explain = move |tx: &mut guildhall::db::Tx<'_>| Ok(tx.db().explain(&query)?);
            world.app.pool.write_here(explain).unwrap()
        };
        // SQLite plans for a value that it does not know (QPSG), PostgreSQL is asked the same.
        let of = if world.app.pool.is_sqlite() { "?1" } else { "'x'" };
        let n = if world.app.pool.is_sqlite() { "?1" } else { "1" };
        for (query, index) in [
            (format!("select id from organisations where skeleton = {of} and state = {of} and id <> {of}"), "organisations_by_likeness"),
            (format!("select said from supplier_statements where organisation_id = {of} and replaced_at is null"), "supplier_statements_"),
            (format!("select said from supplier_statements where organisation_id = {of} order by id desc limit 20"), "supplier_statements_by_organisation"),
            (format!("select version from supplier_profiles where organisation_id = {of}"), "supplier_profiles"),
            ("select number from supplier_profiles where listed = true order by organisation_id desc limit 21".to_owned(), "supplier_profiles_listed"),
            (format!("select organisation_id from supplier_codes where scheme = {of} and code in ({of}, {of}) and (until is null or until > 1)"), "supplier_codes"),
            (format!("select code from supplier_codes where organisation_id in ({of}, {of}) order by scheme, code"), "supplier_codes"),
            (format!("select id from email_changes where confirm_hash = {of}"), "email_changes"),
            (format!("select id from email_changes where undo_hash = {of}"), "email_changes"),
            (format!("select id from email_changes where user_id = {of} and confirmed_at is null"), "email_changes_by_user"),
            (format!("select user_id from user_devices where token_hash = {of}"), "user_devices"),
            (format!("select made_at from user_devices where user_id = {of} order by made_at desc limit 20"), "user_devices_by_user"),
            (format!("select id from sessions where user_id = {of} and ended_at is null"), "sessions_by_user"),
            (format!("select id from invitations where organisation_id = {of} and email = {of}"), "invitations_by_email"),
            (format!("select id from outbox where email = {of} and user_id is null"), "outbox_by"),
            (format!("select id from outbox where about = {of}"), "outbox_by_about"),
            (format!("select id from legal_holds where user_id = {of} and lifted_at is null"), "legal_holds_"),
            (format!("select id from organisations where waiting_since is not null and waiting_since >= {n} and (waiting_since > {n} or (waiting_since = {n} and id > {of})) order by waiting_since, id limit 21"), "organisations_waiting"),
            (format!("select id from mail_domains where organisation_id = {of} and withdrawn_at is null order by domain"), "mail_domains_claimed_once"),
            (format!("select id from mail_domains where domain = {of} and withdrawn_at is null and proved_at is not null"), "mail_domains_proved_once"),
            (format!("select id from mergers where from_id = {of} and withdrawn_at is null and confirmed_at is null"), "mergers_open_once"),
            (format!("select id from organisations where merged_into = {of}"), "organisations_merged_into"),
            (format!("select organisation_id from auditor_grants inner join auditor_grant_bodies on grant_id = id where auditor_id = {of} and confirmed_at is not null and revoked_at is null and from_at <= {n} and until_at > {n} order by id"), "auditor_grants_by_auditor"),
            (format!("select id from auditor_reads where organisation_id = {of} and id < {of} order by id desc limit 21"), "auditor_reads_by_organisation"),
            (format!("select token_hash from user_tokens where user_id = {of} and purpose = {of}"), "user_tokens_by_user"),
            (format!("select id from api_keys where user_id = {of} and revoked_at is null and expires_at > {n}"), "api_keys_by_person"),
            (format!("select version from terms_acceptances where organisation_id = {of} and version >= 1 limit 1"), "terms_acceptances"),
            (format!("select distinct organisation_id from members where remind_at is not null and remind_at <= {n} order by organisation_id limit 200"), "members_to_confirm"),
            (format!("select code from capability_categories where code > {of} order by code limit 21"), "capability_categories"),
            (format!("select id from capability_applications where category = {of} limit 1"), "capability_applications_by_category"),
            (format!("select id from capability_applications where organisation_id = {of} and id < {of} order by id desc limit 21"), "capability_applications_by_organisation"),
            (format!("select id from capability_applications where state = {of} and id > {of} order by id limit 21"), "capability_applications_by_state"),
            (format!("select category from capability_applications where organisation_id = {of} and state = 'submitted'"), "capability_applications_"),
            (format!("select findings from capability_assessments where application_id = {of}"), "capability_assessments"),
            (format!("select reason from capability_revocations where application_id = {of}"), "capability_revocations"),
            (format!("select category from capabilities inner join capability_categories on code = category where organisation_id in ({of}, {of}) and until > {n} order by organisation_id, category"), "capabilities"),
            (format!("select number from supplier_profiles where listed = true and organisation_id in (select organisation_id from capabilities where category = {of} and until > {n}) order by organisation_id desc limit 21"), "capabilities_by_category"),
            (format!("select organisation_id from capabilities where remind_at is not null and remind_at <= {n} order by remind_at limit 200"), "capabilities_due"),
            (format!("select id from join_requests where organisation_id = {of} and answered_at is null order by id desc limit 21"), "join_requests_waiting"),
            (format!("select id from join_requests where user_id = {of} order by id desc limit 21"), "join_requests_by_user"),
            (format!("select duties from users where administrator and id > {of} order by id limit 21"), "users_administrators"),
            ("select duties from users where administrator and state = 'active' order by id".to_owned(), "users_administrators"),
            (format!("select organisation_id from supplier_profiles where remind_at is not null and remind_at <= {n} order by remind_at limit 200"), "supplier_profiles_due"),
        ] {
            // What SQLite calls a scan of the index of administrators reads them alone.
            let found = plan(&query).replace("SCAN users USING INDEX users_administrators", "users_administrators");
            assert!(found.contains(index) && !found.contains("SCAN") && !found.contains("Seq Scan"), "{query}: {found}");
        }
    }
}

story! {
    async fn what_documents_and_joint_bids_ask_for_walks_an_index(world) {
        let plan = |query: &str| {
            let query = query.to_owned();
            let explain = move |tx: &mut guildhall::db::Tx<'_>| Ok(tx.db().explain(&query)?);
            world.app.pool.write_here(explain).unwrap()
        };
        // SQLite plans for a value that it does not know (QPSG), PostgreSQL is asked the same.
        let of = if world.app.pool.is_sqlite() { "?1" } else { "'x'" };
        for (query, index) in [
            (format!("select id from supplier_documents where organisation_id = {of} and withdrawn_at is null and id < {of} order by id desc limit 21"), "supplier_documents_by_organisation"),
            (format!("select size from supplier_documents where organisation_id = {of} and (withdrawn_at is null or in_bid_at is not null)"), "supplier_documents_by_organisation"),
            (format!("select id from supplier_documents where id in ({of}, {of}) and organisation_id = {of} and withdrawn_at is null order by id"), "supplier_documents"),
            (format!("select bytes from document_contents where document_id = {of}"), "document_contents"),
            (format!("select id from contracts where lot_id = {of} order by id"), "contracts_of_lots"),
            (format!("select organisation_id from organisation_identifiers where organisation_id in ({of}) and scheme = 'GB-PPON'"), "organisation_identifiers_"),
            (format!("select id from bid_partners where bid_id in ({of}) order by id"), "bid_partners_by_bid"),
            (format!("select id from bid_partners where organisation_id = {of} and id < {of} order by id desc limit 21"), "bid_partners_by_organisation"),
            (format!("select bid_id from bid_partners where lot_id = {of} and organisation_id = {of} and state = 'accepted'"), "bid_partners_"),
            (format!("select organisation_id from bid_partners where lot_id = {of} and (state = 'accepted' or named_in is not null)"), "bid_partners_"),
        ] {
            let found = plan(&query);
            assert!(found.contains(index) && !found.contains("SCAN") && !found.contains("Seq Scan"), "{query}: {found}");
        }
    }
}
