//! What a token endpoint may answer.

use super::*;

/// What is sent after an answer of the endpoint, or why nothing is.
async fn outcome(status: u16, body: &str) -> Result<String, String> {
    let server = Server::default();
    let answer = (status, body.to_owned());
    let client = server
        .builder(move |_| answer.clone())
        .oauth(credentials())
        .build()
        .unwrap();
    let result = client.post().await;
    assert_eq!(server.asked().len(), 1, "{body}");
    match result {
        Ok(_) => Ok(server.called().concat().replace("Bearer ", "")),
        Err(error) => {
            assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
            Err(said(error.kind()))
        }
    }
}

#[tokio::test(start_paused = true)]
async fn tokens() {
    let rows = [
        (r#"{"access_token":"a"}"#, "a"),
        (r#"{"access_token":"a","token_type":"BEARER"}"#, "a"),
        (r#"{"access_token":"a","access_token":"b"}"#, "b"),
        (r#"{"access_token":"a","expires_in":"3600","x":[{}]}"#, "a"),
        (r#"{"access_token":"a","expires_in":-5}"#, "a"),
        (r#"{"access_token":"a","expires_in":1e300}"#, "a"),
        (
            r#"{"access_token":"a","expires_in":18446744073709551615}"#,
            "a",
        ),
        (r#"{"access_token":"a","expires_in":"soon"}"#, "a"),
        (r#"{"access_token":"a","expires_in":"NaN"}"#, "a"),
        (r#"{"access_token":"a","expires_in":null}"#, "a"),
    ];
    for (body, expected) in rows {
        for status in [200, 201] {
            assert_eq!(
                outcome(status, body).await,
                Ok(expected.to_owned()),
                "{body}"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn answers_without_a_token() {
    let nested = "[".repeat(100_000);
    let rows = [
        (
            r#"{"access_token":"a","token_type":"mac"}"#,
            "has a token of the type `mac`, and only `Bearer` can be sent",
        ),
        ("{}", "has no `access_token`"),
        (r#"{"access_token":""}"#, "has no `access_token`"),
        (
            r#"{"access_token":{"a":"hunter2"}}"#,
            "has no `access_token`",
        ),
        (r#"["hunter2"]"#, "is no JSON object"),
        ("<html>hunter2", "is no JSON object"),
        ("", "is no JSON object"),
        (&nested, "is no JSON object"),
    ];
    for (body, expected) in rows {
        let expected = format!("the token endpoint's answer {expected}");
        assert_eq!(outcome(200, body).await, Err(expected));
    }
    let long = format!(r#"{{"access_token":"{}"}}"#, "a".repeat(256 * 1024));
    assert_eq!(
        outcome(200, &long).await.unwrap_err(),
        "no answer from the token endpoint: the answer is longer than 262144 bytes"
    );
}

#[tokio::test(start_paused = true)]
async fn refusals() {
    let long = format!(r#"{{"error":"{}"}}"#, "é".repeat(1000));
    let cut = format!("400: {}…", "é".repeat(200));
    let rows = [
        // Some say it with a 200.
        (
            200,
            r#"{"error":"bad_verification_code"}"#,
            "200: bad_verification_code",
        ),
        // A redirect is not followed.
        (302, "", "302"),
        (
            401,
            r#"{"error":"invalid_client","error_description":"no\u001b[31m client\n`hunter2`"}"#,
            "401: invalid_client: no[31m client`[secret]`",
        ),
        (400, &long, &cut),
        (500, r#"{"error":5,"access_token":"a"}"#, "500"),
    ];
    for (status, body, expected) in rows {
        let expected = format!("the token endpoint answered {expected}");
        assert_eq!(outcome(status, body).await, Err(expected));
    }
}

/// A token that would end a header's line is not sent, and not kept.
#[tokio::test(start_paused = true)]
async fn tokens_that_cannot_be_sent() {
    for text in [r"a\nx-evil: 1", "a b", r"a\u0000", "ä"] {
        let server = Server::default();
        let endpoint = move |count| match count {
            1 => (200, format!(r#"{{"access_token":"{text}"}}"#)),
            _ => good_for(1)(count),
        };
        let client = server
            .builder(endpoint)
            .oauth(credentials())
            .build()
            .unwrap();
        let error = client.post().await.unwrap_err();
        let kind = error.kind();
        assert!(
            matches!(
                kind,
                ErrorKind::Auth(CredentialError::Token {
                    scheme: "oauth",
                    ..
                })
            ),
            "{kind:?}"
        );
        assert!(server.called().is_empty(), "{text}");
        client.post().await.unwrap();
        assert_eq!(server.called(), ["Bearer t2"]);
    }
}

/// What a program may have to tell apart.
#[tokio::test(start_paused = true)]
async fn the_error_is_there_to_be_asked() {
    let server = Server::default();
    let endpoint = |_| (400, r#"{"error":"invalid_grant"}"#.to_owned());
    let oauth2 = OAuth2::refresh_token("id", "r0");
    let client = server.builder(endpoint).oauth(oauth2).build().unwrap();
    let error = client.post().await.unwrap_err();
    let ErrorKind::Auth(CredentialError::Provider { source, .. }) = error.into_kind() else {
        panic!("no provider's error");
    };
    let code = match source.downcast_ref() {
        Some(OAuth2Error::Refused { error, .. }) => error.as_deref(),
        _ => None,
    };
    assert_eq!(code, Some("invalid_grant"));
}
