//! Security schemes and requirements.

use crate::{check, document_3_0, document_3_1};

#[test]
fn schemes() {
    check(
        "security_schemes",
        document_3_1,
        &[
            &scheme("{type: http, scheme: bearer}"),
            &scheme("{type: http}"),
            &scheme("{type: bearer}"),
            &scheme("{type: basic}"),
            &scheme("{type: oauth}"),
            &scheme("{scheme: bearer}"),
            &scheme("{type: apiKey, name: key, in: header}"),
            &scheme("{type: apiKey, in: path}"),
            &scheme("{type: oauth2}"),
            &scheme("{type: oauth2, flows: {implict: {}, password: {tokenUrl: 5, scopes: []}}}"),
            &scheme(
                "{type: oauth2, flows: {clientCredentials: {}, implicit: {scopes: }, authorizationCode: {authorizationUrl: /a, scopes: {read: Reads., write: 5}}}}",
            ),
            &scheme(
                "{type: oauth2, flows: {password: {tokenUrl: 'https://{tenant}.example/t', refreshUrl: 'ftp://example.com/', scopes: {}}, clientCredentials: {tokenUrl: '', scopes: {}}}}",
            ),
            &scheme(
                "{type: oauth2, flows: {clientCredentials: {tokenUrl: 'oauth/token?x=a:b', refreshUrl: 'HTTPS://example.com/', scopes: {}}}}",
            ),
            &scheme("{type: openIdConnect}"),
            &scheme("{type: openIdConnect, openIdConnectUrl: not an url}"),
            &scheme("{type: mutualTLS}"),
            &scheme("{$ref: '#/components/securitySchemes/Nothing'}"),
            &scheme("bearer"),
        ],
    );
    check(
        "security_schemes_of_3_0",
        document_3_0,
        &["paths: {}\ncomponents: {securitySchemes: {Token: {type: mutualTLS}}}"],
    );
}

fn scheme(scheme: &str) -> String {
    format!(
        "security: [{{Token: []}}]\npaths: {{/things: {{get: {{}}}}}}\ncomponents:\n  securitySchemes:\n    Token: {scheme}"
    )
}

#[test]
fn requirements() {
    check(
        "security_requirements",
        document_3_1,
        &[
            &requirement("[{Token: []}]"),
            &requirement("[]"),
            &requirement("[{}]"),
            &requirement("[{Tokne: []}]"),
            &requirement("[{Session: []}]"),
            &requirement("[Token]"),
            &requirement("{Token: []}"),
            &requirement("[{Token: }]"),
            &requirement("[{Token: [5]}]"),
            "security: [{Token: []}]\npaths: {/things: {get: {}, post: {}}}",
        ],
    );
}

fn requirement(security: &str) -> String {
    format!(
        "paths:\n  /things:\n    get:\n      security: {security}\ncomponents:\n  securitySchemes:\n    Token: {{type: http, scheme: bearer}}"
    )
}
