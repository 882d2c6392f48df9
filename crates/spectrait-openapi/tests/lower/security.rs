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
    OAuth: {{type: oauth2, flows: {{}}}}
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
        ],
    );
}

/// A scheme that is not supported is reported once, with the first place that needs it.
#[test]
fn shared_schemes() {
    check(
        "shared_security_schemes",
        |fragment| document("3.1.0", fragment),
        &["
security: [{Key: []}]
paths:
  /things:
    get: {responses: {'204': {description: Done.}}}
    put: {responses: {'204': {description: Done.}}}
    delete: {security: [], responses: {'204': {description: Done.}}}
components:
  securitySchemes:
    Key: {type: apiKey, in: header, name: X-Key}
"],
    );
}
