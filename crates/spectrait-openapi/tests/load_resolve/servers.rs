//! Servers.

use crate::{check, document_3_1};

#[test]
fn servers() {
    check(
        "servers",
        document_3_1,
        &[
            "servers: [{url: 'https://{region}.example.com', variables: {region: {default: eu}}}]",
            "servers: [{url: 'https://{region}.example.com'}]",
            "servers: [{url: 'https://{region.example.com'}]",
            "servers: [{url: 'https://{region}.example.com', variables: {region: {enum: [eu, us]}}}]",
            "servers: [{url: 'https://{region}.example.com', variables: {region: {default: ue, enum: [eu, us]}}}]",
            "servers: [{url: 'https://example.com:{port}', variables: {port: {default: 8443}}}]",
            "servers: [{description: No place}]",
            "servers: [https://example.com]",
            "servers: {url: https://example.com}",
        ],
    );
}
