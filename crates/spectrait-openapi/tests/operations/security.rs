//! Security schemes and requirements.

use crate::{check, document, indent};

/// A document whose one operation has these requirements.
fn security(requirements: &str) -> String {
    document(
        "3.1.0",
        &format!(
            "\
paths:
  /things:
    get:
      security:
{}      responses: {{'204': {{description: Done.}}}}
components:
  securitySchemes:
    Bearer: {{type: http, scheme: Bearer, bearerFormat: JWT, description: A token.}}
    Other: {{type: http, scheme: bearer}}
    Basic: {{type: http, scheme: basic}}
    Digest: {{type: http, scheme: digest}}
    Key: {{type: apiKey, in: header, name: X-Key}}
    OAuth: {{type: oauth2, flows: {{clientCredentials: {{tokenUrl: 'https://example.com/token', scopes: {{read: Reads., write: Writes.}}}}, implicit: {{authorizationUrl: 'https://example.com/', scopes: {{read: Reads.}}}}}}}}
    OpenId: {{type: openIdConnect, openIdConnectUrl: 'https://example.com/'}}
    Mutual: {{type: mutualTLS}}
",
            indent(8, requirements)
        ),
    )
}

#[test]
fn requirements() {
    check(
        "security",
        security,
        &[
            "- Bearer: []",
            "- Bearer: [read]\n- Other: []",
            "[]",
            "- Basic: []",
            "- Digest: []",
            "- Key: []",
            "- OAuth: [read]",
            "- OpenId: []",
            "- Mutual: []",
            "- {Bearer: [], Key: []}",
            "- Bearer: []\n- {}",
            "- Bearer: []\n- {OAuth: [read, write], Key: []}",
        ],
    );
}

/// What is wrong and has a plain meaning, or none.
#[test]
fn faults() {
    check(
        "faults_of_security",
        security,
        &[
            "- OAuth: [raed]\n- OAuth: [read, other]",
            "- Bearrer: []",
            "- Bearer",
            "- Bearer: null",
        ],
    );
}

/// The document's requirements hold for operations without their own.
#[test]
fn inherited() {
    check(
        "inherited_security",
        |fragment| document("3.1.0", fragment),
        &["
security: [{Key: []}]
paths:
  /things:
    get: {responses: {'204': {description: Done.}}}
    put: {security: [{}], responses: {'204': {description: Done.}}}
    delete: {security: [], responses: {'204': {description: Done.}}}
components:
  securitySchemes:
    Key: {type: apiKey, in: cookie, name: key}
"],
    );
}
