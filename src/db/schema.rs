//! The tables as diesel sees them; a test compares them with both migrated databases.

diesel::table! {
    users (id) {
        id -> Text,
        email -> Text,
        full_name -> Text,
        password_hash -> Nullable<Text>,
        state -> Text,
        administrator -> Bool,
        auditor -> Bool,
        created_at -> BigInt,
        version -> BigInt,
        duties -> Text,
    }
}

diesel::table! {
    user_tokens (token_hash) {
        token_hash -> Text,
        user_id -> Text,
        purpose -> Text,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
        password_hash -> Nullable<Text>,
        full_name -> Nullable<Text>,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        user_id -> Text,
        refresh_hash -> Text,
        created_at -> BigInt,
        refreshed_at -> BigInt,
        expires_at -> BigInt,
        ended_at -> Nullable<BigInt>,
        user_agent -> Nullable<Text>,
        previous_hash -> Nullable<Text>,
        rotation_key -> Nullable<Text>,
        second_factor -> Bool,
        proved_at -> BigInt,
        wrong_proofs -> BigInt,
    }
}

diesel::table! {
    totp_secrets (user_id) {
        user_id -> Text,
        sealed_secret -> Text,
        last_step -> BigInt,
        made_at -> BigInt,
        confirmed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    recovery_codes (code_hash) {
        code_hash -> Text,
        user_id -> Text,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    passkeys (id) {
        id -> Text,
        user_id -> Text,
        credential_id -> Text,
        credential -> Text,
        name -> Text,
        made_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    spent_challenges (id) {
        id -> Text,
        expires_at -> BigInt,
    }
}

diesel::table! {
    api_keys (id) {
        id -> Text,
        organisation_id -> Text,
        user_id -> Text,
        made_by -> Text,
        name -> Text,
        key_hash -> Text,
        hint -> Text,
        scopes -> Text,
        networks -> Text,
        made_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    second_steps (token_hash) {
        token_hash -> Text,
        user_id -> Text,
        password_hash -> Text,
        user_agent -> Nullable<Text>,
        device_hash -> Nullable<Text>,
        wrong -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    email_changes (id) {
        id -> Text,
        user_id -> Text,
        old_email -> Text,
        new_email -> Text,
        confirm_hash -> Text,
        undo_hash -> Text,
        asked_at -> BigInt,
        confirm_until -> BigInt,
        confirmed_at -> Nullable<BigInt>,
        undone_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    user_devices (token_hash) {
        token_hash -> Text,
        user_id -> Text,
        made_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    organisations (id) {
        id -> Text,
        kind -> Text,
        name -> Text,
        summary -> Nullable<Text>,
        website -> Nullable<Text>,
        state -> Text,
        state_note -> Nullable<Text>,
        imported -> Bool,
        created_by -> Nullable<Text>,
        created_at -> BigInt,
        updated_at -> BigInt,
        version -> BigInt,
        skeleton -> Nullable<Text>,
        waiting_since -> Nullable<BigInt>,
        asked_at -> Nullable<BigInt>,
        answer -> Nullable<Text>,
        reverifying_since -> Nullable<BigInt>,
        suspended_at -> Nullable<BigInt>,
        state_before -> Nullable<Text>,
        merged_into -> Nullable<Text>,
    }
}

diesel::table! {
    organisation_identifiers (scheme, identifier) {
        scheme -> Text,
        identifier -> Text,
        organisation_id -> Text,
        verified_at -> Nullable<BigInt>,
        verified_by -> Nullable<Text>,
    }
}

diesel::table! {
    supplier_profiles (number) {
        number -> BigInt,
        organisation_id -> Text,
        listed -> Bool,
        other_names -> Text,
        updated_at -> BigInt,
        version -> BigInt,
        remind_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    join_requests (id) {
        id -> Text,
        organisation_id -> Text,
        user_id -> Text,
        message -> Text,
        asked_at -> BigInt,
        answered_at -> Nullable<BigInt>,
        answered_by -> Nullable<Text>,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    supplier_statements (id) {
        id -> Text,
        organisation_id -> Text,
        section -> Text,
        said -> Text,
        declared_by -> Text,
        declared_at -> BigInt,
        expires_at -> Nullable<BigInt>,
        replaced_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    supplier_codes (scheme, code, organisation_id) {
        scheme -> Text,
        code -> Text,
        organisation_id -> Text,
        until -> Nullable<BigInt>,
    }
}

diesel::table! {
    organisation_themes (theme, organisation_id) {
        theme -> Text,
        organisation_id -> Text,
    }
}

diesel::table! {
    members (organisation_id, user_id) {
        organisation_id -> Text,
        user_id -> Text,
        roles -> Text,
        joined_at -> BigInt,
        version -> BigInt,
        confirmed_until -> Nullable<BigInt>,
        remind_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    capability_categories (code) {
        code -> Text,
        title -> Text,
        description -> Text,
        criteria -> Text,
        state -> Text,
        made_by -> Text,
        made_at -> BigInt,
        updated_at -> BigInt,
        retired_by -> Nullable<Text>,
        retired_at -> Nullable<BigInt>,
        retired_because -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::table! {
    capability_applications (id) {
        id -> Text,
        organisation_id -> Text,
        category -> Text,
        evidence -> Text,
        state -> Text,
        applied_by -> Text,
        applied_at -> BigInt,
        withdrawn_by -> Nullable<Text>,
        withdrawn_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    capability_assessments (application_id) {
        application_id -> Text,
        findings -> Text,
        good_until -> Nullable<BigInt>,
        assessed_by -> Text,
        assessed_at -> BigInt,
    }
}

diesel::table! {
    capability_revocations (application_id) {
        application_id -> Text,
        reason -> Text,
        revoked_by -> Text,
        revoked_at -> BigInt,
    }
}

diesel::table! {
    capabilities (organisation_id, category) {
        organisation_id -> Text,
        category -> Text,
        application_id -> Text,
        granted_at -> BigInt,
        until -> BigInt,
        remind_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    terms (version) {
        version -> Integer,
        text -> Text,
        changes -> Text,
        applies_from -> BigInt,
        published_at -> BigInt,
        published_by -> Text,
    }
}

diesel::table! {
    document_contents (document_id) {
        document_id -> Text,
        bytes -> Binary,
    }
}

diesel::table! {
    supplier_documents (id) {
        id -> Text,
        organisation_id -> Text,
        title -> Nullable<Text>,
        name -> Text,
        media_type -> Text,
        size -> BigInt,
        sha256 -> Text,
        uploaded_by -> Text,
        uploaded_at -> BigInt,
        withdrawn_by -> Nullable<Text>,
        withdrawn_at -> Nullable<BigInt>,
        in_bid_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    terms_acceptances (organisation_id, version) {
        organisation_id -> Text,
        version -> Integer,
        accepted_at -> BigInt,
        accepted_by -> Text,
    }
}

diesel::table! {
    invitations (id) {
        id -> Text,
        organisation_id -> Text,
        email -> Text,
        roles -> Text,
        token_hash -> Text,
        invited_by -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        accepted_at -> Nullable<BigInt>,
        withdrawn_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    mergers (id) {
        id -> Text,
        from_id -> Text,
        into_id -> Text,
        reason -> Text,
        proposed_by -> Text,
        proposed_at -> BigInt,
        confirmed_by -> Nullable<Text>,
        confirmed_at -> Nullable<BigInt>,
        withdrawn_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    auditor_grants (id) {
        id -> Text,
        auditor_id -> Text,
        reason -> Text,
        from_at -> BigInt,
        until_at -> BigInt,
        proposed_by -> Text,
        proposed_at -> BigInt,
        confirmed_by -> Nullable<Text>,
        confirmed_at -> Nullable<BigInt>,
        revoked_by -> Nullable<Text>,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    auditor_grant_bodies (grant_id, organisation_id) {
        grant_id -> Text,
        organisation_id -> Text,
    }
}

diesel::table! {
    auditor_reads (id) {
        id -> Text,
        grant_id -> Text,
        auditor_id -> Text,
        organisation_id -> Text,
        route -> Text,
        rules -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    mail_domains (id) {
        id -> Text,
        organisation_id -> Text,
        domain -> Text,
        claimed_by -> Text,
        claimed_at -> BigInt,
        dns_token -> Text,
        mail_hash -> Nullable<Text>,
        mail_until -> Nullable<BigInt>,
        proof -> Nullable<Text>,
        proved_at -> Nullable<BigInt>,
        withdrawn_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    identity_providers (id) {
        id -> Text,
        organisation_id -> Text,
        issuer -> Text,
        client_id -> Text,
        sealed_secret -> Text,
        groups_claim -> Text,
        groups -> Text,
        default_roles -> Text,
        amr_believed -> Bool,
        acr_believed -> Nullable<Text>,
        passwords -> Bool,
        set_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    provider_identities (provider_id, subject) {
        provider_id -> Text,
        subject -> Text,
        user_id -> Text,
        linked_at -> BigInt,
    }
}

diesel::table! {
    opportunities (id) {
        number -> BigInt,
        id -> Text,
        organisation_id -> Text,
        buyer_name -> Text,
        kind -> Text,
        state -> Text,
        title -> Text,
        summary -> Text,
        description -> Text,
        cpv -> Text,
        regions -> Text,
        themes -> Text,
        route -> Nullable<Text>,
        challenge -> Nullable<Text>,
        ocid -> Nullable<Text>,
        imported -> Bool,
        writers -> Text,
        published_at -> Nullable<BigInt>,
        closes_at -> Nullable<BigInt>,
        created_at -> BigInt,
        updated_at -> BigInt,
        version -> BigInt,
        source_url -> Nullable<Text>,
    }
}

diesel::table! {
    opportunity_codes (scheme, code, published_at, opportunity_id) {
        scheme -> Text,
        code -> Text,
        published_at -> BigInt,
        opportunity_id -> Text,
    }
}

diesel::table! {
    lots (id) {
        id -> Text,
        opportunity_id -> Text,
        position -> Integer,
        follows_lot_id -> Nullable<Text>,
        state -> Text,
        title -> Text,
        description -> Text,
        value_minor -> Nullable<BigInt>,
        currency -> Nullable<Text>,
        clarifications_close_at -> Nullable<BigInt>,
        submissions_close_at -> Nullable<BigInt>,
        max_awards -> Integer,
        questions -> Text,
        criteria -> Text,
        eligibility -> Nullable<Text>,
        opened_at -> Nullable<BigInt>,
        consensus_locked_at -> Nullable<BigInt>,
        state_reason -> Nullable<Text>,
        version -> BigInt,
        source_id -> Nullable<Text>,
    }
}

diesel::table! {
    lot_keys (lot_id) {
        lot_id -> Text,
        recipient -> Text,
        fingerprint -> Text,
        ring -> Text,
        wrapped -> Binary,
        created_at -> BigInt,
    }
}

diesel::table! {
    imported_awards (lot_id, award_id, supplier_name) {
        lot_id -> Text,
        award_id -> Text,
        supplier_id -> Nullable<Text>,
        supplier_name -> Text,
        value_minor -> Nullable<BigInt>,
        currency -> Nullable<Text>,
        awarded_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    imported_releases (ocid, release_id) {
        ocid -> Text,
        release_id -> Text,
        sha256 -> Text,
        released_at -> BigInt,
        body -> Text,
        opportunity_id -> Text,
        imported_at -> BigInt,
    }
}

diesel::table! {
    amendments (id) {
        id -> Text,
        lot_id -> Text,
        reason -> Text,
        old_close_at -> BigInt,
        new_close_at -> BigInt,
        made_by -> Text,
        made_at -> BigInt,
    }
}

diesel::table! {
    supplier_keys (organisation_id) {
        organisation_id -> Text,
        wrapped -> Binary,
        created_at -> BigInt,
    }
}

diesel::table! {
    bids (id) {
        id -> Text,
        lot_id -> Text,
        organisation_id -> Text,
        state -> Text,
        draft -> Nullable<Binary>,
        submitted_version -> Integer,
        price_minor -> Nullable<BigInt>,
        price_currency -> Nullable<Text>,
        state_reason -> Nullable<Text>,
        created_by -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    contracts (id) {
        id -> Text,
        lot_id -> Text,
        bid_id -> Text,
        title -> Text,
        net_minor -> BigInt,
        gross_minor -> BigInt,
        currency -> Text,
        signed_on -> Text,
        starts_on -> Text,
        ends_on -> Text,
        recorded_by -> Text,
        recorded_at -> BigInt,
        details_published_by -> Nullable<Text>,
        details_published_at -> Nullable<BigInt>,
        published_suppliers -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::table! {
    bid_partners (id) {
        id -> Text,
        bid_id -> Text,
        lot_id -> Text,
        organisation_id -> Text,
        part -> Text,
        state -> Text,
        invited_by -> Text,
        invited_at -> BigInt,
        answered_by -> Nullable<Text>,
        answered_at -> Nullable<BigInt>,
        ended_by -> Nullable<Text>,
        ended_at -> Nullable<BigInt>,
        named_in -> Nullable<Integer>,
    }
}

diesel::table! {
    bid_submissions (bid_id, version) {
        bid_id -> Text,
        version -> Integer,
        sealed -> Binary,
        sealed_sha256 -> Text,
        commitment -> Text,
        receipt -> Text,
        submitted_by -> Text,
        received_at -> BigInt,
    }
}

diesel::table! {
    opening_approvals (id) {
        id -> Text,
        lot_id -> Text,
        user_id -> Text,
        organisation_id -> Text,
        approved_at -> BigInt,
    }
}

diesel::table! {
    panel_members (lot_id, user_id) {
        lot_id -> Text,
        user_id -> Text,
        role -> Text,
        scores -> Bool,
        appointed_by -> Text,
        appointed_at -> BigInt,
    }
}

diesel::table! {
    declarations (lot_id, user_id) {
        lot_id -> Text,
        user_id -> Text,
        conflicts -> Text,
        statement -> Text,
        declared_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    scores (bid_id, user_id, criterion_key) {
        bid_id -> Text,
        user_id -> Text,
        criterion_key -> Text,
        lot_id -> Text,
        mark -> BigInt,
        rationale -> Text,
        scored_at -> BigInt,
    }
}

diesel::table! {
    score_submissions (lot_id, user_id) {
        lot_id -> Text,
        user_id -> Text,
        submitted_at -> BigInt,
    }
}

diesel::table! {
    consensus_marks (bid_id, criterion_key) {
        bid_id -> Text,
        criterion_key -> Text,
        lot_id -> Text,
        mark -> BigInt,
        rationale -> Text,
        agreed_by -> Text,
        agreed_at -> BigInt,
    }
}

diesel::table! {
    rankings (lot_id) {
        lot_id -> Text,
        body -> Text,
        sha256 -> Text,
        locked_by -> Text,
        locked_at -> BigInt,
    }
}

diesel::table! {
    decisions (id) {
        id -> Text,
        lot_id -> Text,
        outcome -> Text,
        bid_ids -> Text,
        reason -> Text,
        ranking_sha256 -> Nullable<Text>,
        state -> Text,
        proposed_by -> Text,
        proposed_at -> BigInt,
        settled_by -> Nullable<Text>,
        settled_at -> Nullable<BigInt>,
        settled_note -> Nullable<Text>,
        eligibility_notes -> Text,
        version -> BigInt,
    }
}

diesel::table! {
    audit_events (id) {
        id -> Text,
        seq -> Nullable<BigInt>,
        head -> Nullable<Text>,
        leaf -> Text,
        body -> Text,
        what -> Text,
        thing_kind -> Text,
        thing_id -> Text,
        user_id -> Nullable<Text>,
        organisation_id -> Nullable<Text>,
        sealed_lot_id -> Nullable<Text>,
        at -> BigInt,
    }
}

diesel::table! {
    outbox (id) {
        id -> Text,
        lane -> Integer,
        kind -> Text,
        user_id -> Nullable<Text>,
        email -> Text,
        full_name -> Text,
        subject -> Text,
        body_text -> Text,
        body_html -> Text,
        about -> Nullable<Text>,
        secret -> Bool,
        state -> Text,
        attempts -> Integer,
        due_at -> BigInt,
        claimed_until -> Nullable<BigInt>,
        claim -> Nullable<Text>,
        last_error -> Nullable<Text>,
        created_at -> BigInt,
        sent_at -> Nullable<BigInt>,
        forget -> Bool,
    }
}

diesel::table! {
    idempotency_keys (user_id, route, idempotency_key) {
        user_id -> Text,
        route -> Text,
        idempotency_key -> Text,
        fingerprint -> Text,
        status -> Integer,
        answer -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    legal_holds (id) {
        id -> Text,
        user_id -> Text,
        reason -> Text,
        placed_by -> Text,
        placed_at -> BigInt,
        lift_reason -> Nullable<Text>,
        lifted_by -> Nullable<Text>,
        lifted_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    account_looks (user_id) {
        user_id -> Text,
        next_at -> BigInt,
        told -> Nullable<Text>,
        told_of -> Nullable<BigInt>,
    }
}

diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(members -> users (user_id));
diesel::joinable!(members -> organisations (organisation_id));
diesel::joinable!(invitations -> organisations (organisation_id));
diesel::joinable!(lots -> opportunities (opportunity_id));
diesel::joinable!(supplier_profiles -> organisations (organisation_id));
diesel::joinable!(capability_applications -> organisations (organisation_id));
diesel::joinable!(capability_applications -> capability_categories (category));
diesel::joinable!(capability_assessments -> capability_applications (application_id));
diesel::joinable!(capabilities -> capability_categories (category));
diesel::joinable!(bids -> lots (lot_id));
diesel::joinable!(bids -> organisations (organisation_id));
diesel::joinable!(lot_keys -> lots (lot_id));
diesel::joinable!(panel_members -> users (user_id));
diesel::joinable!(panel_members -> lots (lot_id));
diesel::allow_tables_to_appear_in_same_query!(
    users,
    user_tokens,
    sessions,
    totp_secrets,
    recovery_codes,
    passkeys,
    spent_challenges,
    second_steps,
    api_keys,
    join_requests,
    bid_partners,
    contracts,
    email_changes,
    user_devices,
    organisations,
    organisation_identifiers,
    organisation_themes,
    supplier_profiles,
    supplier_statements,
    supplier_codes,
    capability_categories,
    capability_applications,
    capability_assessments,
    capability_revocations,
    capabilities,
    document_contents,
    supplier_documents,
    members,
    invitations,
    mail_domains,
    identity_providers,
    provider_identities,
    mergers,
    auditor_grants,
    auditor_grant_bodies,
    auditor_reads,
    opportunities,
    opportunity_codes,
    lots,
    lot_keys,
    imported_awards,
    imported_releases,
    amendments,
    supplier_keys,
    bids,
    bid_submissions,
    opening_approvals,
    panel_members,
    declarations,
    scores,
    score_submissions,
    consensus_marks,
    rankings,
    decisions,
    audit_events,
    outbox,
    idempotency_keys,
    account_looks,
);
diesel::allow_tables_to_appear_in_same_query!(users, terms_acceptances);
