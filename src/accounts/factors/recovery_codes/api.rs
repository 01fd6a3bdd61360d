//! Recovery codes over HTTP.

use super::{model::RecoveryCode, renewal, views::RecoveryCodesView};
use crate::{audit::Request, http::prelude::*};

operations! { "accounts":
    /// Generate ten new recovery codes
    ///
    /// The old recovery codes stop working. Needs authentication within the last five minutes (see
    /// `step_up`).
    post "/v1/me/recovery-codes" renew_recovery_codes =
        signed_in().secret().gives::<RecoveryCodesView>(201, "The codes")
            .says(409, "The account has no second factor");
}

async fn renew_recovery_codes(request: Request) -> Reply {
    let show = |codes: &Vec<RecoveryCode>| {
        Answer::created(&RecoveryCodesView::of(Some(codes)), "/v1/me/second-factors")
    };
    request.act(renewal::new_codes, show).await
}
