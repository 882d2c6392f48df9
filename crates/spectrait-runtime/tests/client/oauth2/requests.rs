//! What is asked of a token endpoint.

use super::*;

/// What is asked of the endpoint, by what was set.
#[tokio::test(start_paused = true)]
async fn requests() {
    let basic = "Basic aWQ6aHVudGVyMg==";
    let rows: [(OAuth2, String); 9] = [
        (
            credentials(),
            format!("https://api.example.com/oauth/token {basic} grant_type=client_credentials"),
        ),
        (
            credentials().scopes(["read", "a b"]).audience("https://x/"),
            format!(
                "https://api.example.com/oauth/token {basic} \
                 grant_type=client_credentials&scope=read%20a%20b&audience=https%3A%2F%2Fx%2F"
            ),
        ),
        (
            credentials().all_scopes(),
            format!(
                "https://api.example.com/oauth/token {basic} \
                 grant_type=client_credentials&scope=read%20write"
            ),
        ),
        (
            credentials().credentials_in_body(),
            "https://api.example.com/oauth/token  \
             grant_type=client_credentials&client_id=id&client_secret=hunter2"
                .to_owned(),
        ),
        (
            // `i:d` and `p%&ä` as a form writes them.
            OAuth2::client_credentials("i:d", "p%&ä"),
            "https://api.example.com/oauth/token Basic aSUzQWQ6cCUyNSUyNiVDMyVBNA== \
             grant_type=client_credentials"
                .to_owned(),
        ),
        (
            credentials().token_url("https://auth.example/oauth/x?tenant=1"),
            format!("https://auth.example/oauth/x?tenant=1 {basic} grant_type=client_credentials"),
        ),
        (
            OAuth2::refresh_token("id", "r&1"),
            "https://api.example.com/oauth/refresh  \
             grant_type=refresh_token&refresh_token=r%261&client_id=id"
                .to_owned(),
        ),
        (
            OAuth2::refresh_token("id", "r1").client_secret("hunter2"),
            format!(
                "https://api.example.com/oauth/refresh {basic} \
                 grant_type=refresh_token&refresh_token=r1"
            ),
        ),
        (
            credentials()
                .parameter("grant_type", "urn:x")
                .parameter("a", "1")
                .parameter("a", "2"),
            format!("https://api.example.com/oauth/token {basic} grant_type=urn%3Ax&a=2"),
        ),
    ];
    for (oauth2, expected) in rows {
        assert!(!format!("{oauth2:?}").contains("hunter2"));
        let server = Server::default();
        let client = server
            .builder(good_for(3600))
            .oauth(oauth2)
            .build()
            .unwrap();
        assert_eq!(client.post().await.unwrap(), "done");
        assert_eq!(server.asked(), [expected]);
        assert_eq!(server.called(), ["Bearer t1"]);
    }
}

/// The request for a token has none of the client's headers but its name, and its own credential is not shown.
#[tokio::test(start_paused = true)]
async fn the_request_is_of_the_endpoint_only() {
    let own = tower::service_fn(|request: Request<Body>| async move {
        assert_eq!(header(&request, "user-agent"), "tool/1.2");
        assert_eq!(header(&request, "accept"), "application/json");
        assert_eq!(
            header(&request, "content-type"),
            "application/x-www-form-urlencoded"
        );
        assert!(request.headers()["authorization"].is_sensitive());
        assert_eq!(request.headers().len(), 4, "{request:?}");
        Ok::<_, BoxError>(Response::new(Body::from(r#"{"access_token":"own"}"#)))
    });
    let server = Server::default();
    let client = server
        .builder(good_for(3600))
        .default_header("x-internal", "secret")
        .user_agent("tool/1.2")
        .oauth(credentials().transport(own))
        .build()
        .unwrap();
    client.post().await.unwrap();
    assert!(server.asked().is_empty());
    assert_eq!(server.called(), ["Bearer own"]);
}

/// What can never give a token is found when the client is built.
#[tokio::test]
async fn endpoints_that_cannot_be_asked() {
    let cannot = "the URL of the token endpoint cannot be used: ";
    let rows: [(OAuth2, String); 4] = [
        (
            credentials().token_url("http://auth.example/token"),
            format!(
                "{cannot}over `http` whoever is on the way to `auth.example` could read the client's secret"
            ),
        ),
        (
            credentials().token_url("https://u:hunter2@auth.example/"),
            format!("{cannot}it holds a user name or password"),
        ),
        (
            credentials().token_url("https://a b"),
            format!("{cannot}it is no URL"),
        ),
        (
            credentials().token_url("//other.example/token#x"),
            format!("{cannot}it has a fragment"),
        ),
    ];
    let server = Server::default();
    for (oauth2, expected) in rows {
        let built = server.builder(good_for(3600)).oauth(oauth2).build();
        let error = built.unwrap_err();
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.starts_with(&expected), "{source}");
        assert!(
            !format!("{error:?}{source}").contains("hunter2"),
            "{error:?}"
        );
    }
    let error = server
        .builder(good_for(1))
        .open_id(credentials())
        .build()
        .unwrap_err();
    assert_eq!(
        std::error::Error::source(&error).unwrap().to_string(),
        "the document does not say where tokens are given: set it with `OAuth2::token_url`"
    );
    let allowed = credentials()
        .token_url("http://auth.example/token")
        .allow_http();
    server.builder(good_for(1)).oauth(allowed).build().unwrap();
}
