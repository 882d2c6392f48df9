//! Servers.

use crate::{check, document_3_1};

#[test]
fn servers() {
    check(
        "servers",
        |fragment| document_3_1(&format!("{fragment}\npaths: {{}}\n")),
        &[
            "servers: [{url: 'https://{region}.example.com:{port}/{base}', variables: {port: {default: '443', enum: ['443', '8443']}, region: {default: eu, description: Where.}, base: {default: v1}, unused: {default: a}}}]",
            "servers: [{url: 'https://{region}.example.com'}]",
            "servers: [{url: 'https://{region}.example.com', variables: {region: {enum: [eu, us]}}}]",
            "servers: [{url: 'https://{region.example.com'}]",
            "servers: [{description: No URL.}, {url: https://example.com}]",
        ],
    );
    check(
        "servers_of_operations",
        document_3_1,
        &["
paths:
  /things:
    servers: [{url: https://things.example.com}]
    get: {responses: {'204': {description: Done.}}}
    put: {servers: [{url: https://put.example.com}], responses: {'204': {description: Done.}}}
",
        // All have the same, or the document's.
        "
paths:
  /things: {servers: [{url: https://things.example.com}], get: {responses: {'204': {description: Done.}}}}
  /others: {servers: [{url: https://things.example.com}], get: {responses: {'204': {description: Done.}}}}
",
        "
servers: [{url: https://things.example.com/}]
paths:
  /things: {servers: [{url: https://things.example.com}], get: {responses: {'204': {description: Done.}}}}
"],
    );
}
