//! The generated trait, implemented over the [store](crate::store).

use builds::Api;
use builds::operations::{ListBuildsError, ListBuildsRequest};
use builds::runtime::server::{AuthError, Context, Failure};
use builds::server::Credentials;
use builds::types::ListBuildsResponse;

use crate::store::Store;

/// The API: one token, and the builds of the organization that it stands for.
pub struct Builds {
    store: Store,
    token: String,
    organization: String,
}

/// Who calls: an organization, by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization(pub String);

impl Builds {
    /// The builds of `organization`, for callers who show `token`.
    #[must_use]
    pub fn new(store: Store, token: String, organization: String) -> Self {
        Self {
            store,
            token,
            organization,
        }
    }

    /// Where the builds are kept.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }
}

impl Api for Builds {
    type Principal = Organization;

    async fn authenticate(
        &self,
        credentials: Credentials,
        _: &Context,
    ) -> Result<Organization, AuthError> {
        let Credentials::BearerAuth(bearer) = credentials;
        if bearer.matches(&self.token) {
            Ok(Organization(self.organization.clone()))
        } else {
            Err(AuthError::unauthorized())
        }
    }

    async fn list_builds(
        &self,
        request: ListBuildsRequest,
        context: Context<Organization>,
    ) -> Result<ListBuildsResponse, Failure<ListBuildsError>> {
        let limit = request.limit_or_default();
        let offset = request.offset_or_default();
        let Organization(organization) = context.into_principal();
        let page = self.store.list(organization, request).await?;
        Ok(ListBuildsResponse::new()
            .builds(page.builds)
            .total(page.total)
            .limit(limit.get())
            .offset(offset.get()))
    }
}
