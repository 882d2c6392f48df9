//! When a token is fetched, how long it is kept, and who waits for it.

use super::*;

#[tokio::test(start_paused = true)]
async fn a_token_is_kept_until_shortly_before_it_expires() {
    let server = Server::default();
    let client = server
        .builder(good_for(3600))
        .oauth(credentials())
        .build()
        .unwrap();
    client.post().await.unwrap();
    wait(3600 - 30 - 2).await;
    client.post().await.unwrap();
    assert_eq!(server.called(), ["Bearer t1", "Bearer t1"]);
    // 30 seconds before its end, which the request's own second counts towards.
    wait(1).await;
    client.post().await.unwrap();
    assert_eq!(server.called(), ["Bearer t2"]);
    assert_eq!(server.asked().len(), 2);
}

/// Half of a short life; and one that is over already serves those who asked for it.
#[tokio::test(start_paused = true)]
async fn tokens_of_a_short_life() {
    let server = Server::default();
    let client = server
        .builder(good_for(20))
        .oauth(credentials())
        .build()
        .unwrap();
    client.post().await.unwrap();
    wait(8).await;
    client.post().await.unwrap();
    wait(1).await;
    client.post().await.unwrap();
    assert_eq!(server.called(), ["Bearer t1", "Bearer t1", "Bearer t2"]);

    let server = Server::default();
    let client = server
        .builder(good_for(0))
        .oauth(credentials())
        .build()
        .unwrap();
    let (a, b) = tokio::join!(client.post(), client.post());
    assert!(a.is_ok() && b.is_ok());
    assert_eq!(server.asked().len(), 1);
    client.post().await.unwrap();
    assert_eq!(server.called(), ["Bearer t1", "Bearer t1", "Bearer t2"]);
}

#[tokio::test(start_paused = true)]
async fn many_calls_ask_once() {
    let server = Server::default();
    let client = server
        .builder(good_for(3600))
        .oauth(credentials())
        .build()
        .unwrap();
    for round in 1..=2 {
        let calls: Vec<_> = (0..50).map(|_| tokio::spawn(client.post())).collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
        assert_eq!(server.asked().len(), 1, "round {round}");
        assert_eq!(server.called(), vec![format!("Bearer t{round}"); 50]);
        wait(3600).await;
    }
}

/// Whoever began it may go: the others get the same answer.
#[tokio::test(start_paused = true)]
async fn a_caller_that_is_dropped_strands_nobody() {
    let server = Server::default();
    let client = server
        .builder(good_for(3600))
        .oauth(credentials())
        .build()
        .unwrap();
    let first = tokio::spawn(client.post());
    tokio::task::yield_now().await;
    assert_eq!(server.asked.lock().unwrap().len(), 1);
    let second = tokio::spawn(client.post());
    tokio::task::yield_now().await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    second.await.unwrap().unwrap();
    assert_eq!(server.asked().len(), 1);
}

/// One that holds still does not hold up the others.
#[tokio::test(start_paused = true)]
async fn a_caller_that_is_not_polled_strands_nobody() {
    let server = Server::default();
    let client = server
        .builder(good_for(3600))
        .oauth(credentials())
        .build()
        .unwrap();
    let mut first = Box::pin(client.post());
    let once = std::future::poll_fn(|cx| std::task::Poll::Ready(first.as_mut().poll(cx)));
    assert!(once.await.is_pending());
    client.post().await.unwrap();
    assert_eq!(server.asked().len(), 1);
    first.await.unwrap();
}

/// What all callers have dropped goes on with the next one: the server may have replaced the refresh token by then.
#[tokio::test(start_paused = true)]
async fn a_request_that_was_left_is_taken_up() {
    let server = Server::default();
    let rotated = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&rotated);
    let oauth2 = OAuth2::refresh_token("id", "r0")
        .on_refresh_token(move |token| log.lock().unwrap().push(token.expose().to_owned()));
    let rotate = |count| {
        let body = format!(
            r#"{{"access_token":"t{count}","token_type":"Bearer","expires_in":60,"refresh_token":"r{count}"}}"#
        );
        (200, body)
    };
    let client = server.builder(rotate).oauth(oauth2).build().unwrap();
    let error = client
        .post()
        .timeout(Duration::from_millis(500))
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Timeout(_)), "{error:?}");
    client.post().await.unwrap();
    assert_eq!(server.asked().len(), 1);
    assert_eq!(*rotated.lock().unwrap(), ["r1"]);

    // Too late for the token, not for what came with it.
    wait(60).await;
    let error = client
        .post()
        .timeout(Duration::from_millis(500))
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Timeout(_)), "{error:?}");
    wait(100).await;
    client.post().await.unwrap();
    assert_eq!(*rotated.lock().unwrap(), ["r1", "r2", "r3"]);
    let asked = server.asked();
    let sent: Vec<_> = asked
        .iter()
        .map(|line| line.contains("refresh_token=r1&"))
        .collect();
    assert_eq!(sent, [true, false], "{asked:?}");
    assert!(asked[1].contains("refresh_token=r2&"), "{asked:?}");
}

/// A failure is everyone's who waited; the next call asks again.
#[tokio::test(start_paused = true)]
async fn a_failure_is_not_kept() {
    let server = Server::default();
    let fails_once = |count| match count {
        1 => (503, "hunter2 <html>".to_owned()),
        _ => good_for(3600)(count),
    };
    let client = server
        .builder(fails_once)
        .oauth(credentials())
        .build()
        .unwrap();
    let calls: Vec<_> = (0..3).map(|_| tokio::spawn(client.post())).collect();
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        assert_eq!(
            error.to_string(),
            "Post: not sent: the provider for `oauth` gave no token"
        );
        assert_eq!(said(error.kind()), "the token endpoint answered 503");
        assert_eq!(error.status(), None);
    }
    assert_eq!(server.asked().len(), 1);
    assert!(server.called().is_empty());
    client.post().await.unwrap();
    assert_eq!(server.called(), ["Bearer t2"]);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_token_is_replaced() {
    let server = Server::default();
    let rotated = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&rotated);
    let oauth2 = OAuth2::refresh_token("id", "r0")
        .on_refresh_token(move |token| log.lock().unwrap().push(token.expose().to_owned()));
    // The third answer has the same one again, the fourth none.
    let rotate = |count: usize| {
        let refresh = match count {
            1 | 2 => format!(r#","refresh_token":"r{count}""#),
            3 => r#","refresh_token":"r2""#.to_owned(),
            _ => String::new(),
        };
        (
            200,
            format!(r#"{{"access_token":"t{count}","expires_in":60{refresh}}}"#),
        )
    };
    let client = server.builder(rotate).oauth(oauth2).build().unwrap();
    for _ in 0..5 {
        client.post().await.unwrap();
        wait(60).await;
    }
    assert_eq!(*rotated.lock().unwrap(), ["r1", "r2"]);
    let asked = server.asked();
    for (line, expected) in asked.iter().zip(["r0", "r1", "r2", "r2", "r2"]) {
        assert!(
            line.contains(&format!("refresh_token={expected}&")),
            "{line}"
        );
    }
    assert_eq!(asked.len(), 5);
}

/// A provider of one's own: slow, or broken.
struct Own(Give, AtomicUsize);

/// What it gives, by the count of the requests before; without anything it hangs.
type Give = fn(usize) -> Option<AccessToken>;

impl TokenProvider for Own {
    async fn token(&self, context: &TokenContext) -> Result<AccessToken, BoxError> {
        assert_eq!(
            context.scheme(),
            OAUTH,
            "as declared, without an operation's scopes"
        );
        match self.0(self.1.fetch_add(1, Ordering::SeqCst)) {
            Some(token) => Ok(token),
            None => std::future::pending().await,
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_hangs_or_panics() {
    let rows: [(Give, &str); 2] = [
        (
            |count| (count > 0).then(|| AccessToken::new("own")),
            "no token within 30s",
        ),
        (
            |count| {
                assert!(count > 0, "hunter2");
                Some(AccessToken::new("own").expires_in(Duration::MAX))
            },
            "it panicked",
        ),
    ];
    for (give, expected) in rows {
        let server = Server::default();
        let token = Token::provider(Own(give, AtomicUsize::new(0)));
        let client = server.builder(good_for(1)).oauth(token).build().unwrap();
        let error = client.post().timeout(None).await.unwrap_err();
        assert_eq!(said(error.kind()), expected);
        client.post().await.unwrap();
        client.post().await.unwrap();
        assert_eq!(server.called(), ["Bearer own", "Bearer own"]);
    }
}
