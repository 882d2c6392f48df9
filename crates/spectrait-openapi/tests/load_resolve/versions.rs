//! The version gate.

use crate::{check, whole};

#[test]
fn versions() {
    check(
        "versions",
        whole,
        &[
            "[1, 2]",
            "info: {title: Test, version: '1'}\npaths: {}",
            "openApi: 3.0.3\ninfo: {title: Test, version: '1'}",
            "swagger: '2.0'\ninfo: {title: Test, version: '1'}\npaths: {}",
            "openapi: 2.0.0",
            "openapi: 3.2.0\ninfo: {title: Test, version: '1'}",
            "openapi: 4.0.0",
            "openapi: 3.0.0-rc2",
            "openapi: [3, 0]",
            "openapi:",
            "openapi: 3.0\ninfo: {title: Test, version: '1'}\npaths: {}",
            "openapi: '3.1'\ninfo: {title: Test, version: '1'}",
            "openapi: 3.0.4\ninfo: {title: Test, version: '1'}\npaths: {}",
            "openapi: 3.1.2\ninfo: {title: Test, version: '1'}\npaths: {}",
        ],
    );
}
