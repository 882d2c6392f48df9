//! What happens after a 401.

use super::*;

#[tokio::test(start_paused = true)]
async fn after_a_401_another_token_is_sent() {
    let server = Server::default();
    let client = server
        .builder(good_for(3600))
        .oauth(credentials())
        .build()
        .unwrap();
    client.post().await.unwrap();
    server.called();
    // The server has forgotten it: fifty calls find out at once.
    server.accept(&["t2"]);
    let calls: Vec<_> = (0..50).map(|_| tokio::spawn(client.post())).collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), "done");
    }
    assert_eq!(server.asked().len(), 2);
    let called = server.called();
    let count = |token: &str| called.iter().filter(|sent| *sent == token).count();
    assert_eq!((count("Bearer t1"), count("Bearer t2")), (50, 50));
    client.post().await.unwrap();
    assert_eq!(server.called(), ["Bearer t2"]);
}

#[tokio::test(start_paused = true)]
async fn a_second_401_is_the_answer() {
    let server = Server::default();
    server.accept(&[]);
    let client = server
        .builder(good_for(3600))
        .oauth(credentials())
        .build()
        .unwrap();
    let error = client.post().await.unwrap_err();
    assert_eq!(error.api(), Some(&Unauthorized::Unauthorized));
    assert_eq!(server.called(), ["Bearer t1", "Bearer t2"]);
    assert_eq!(server.asked().len(), 2);
}

/// Nothing is sent again for a token that is the same, of the caller's own, or fixed.
#[tokio::test(start_paused = true)]
async fn what_is_not_sent_again() {
    let server = Server::default();
    server.accept(&[]);
    let same = |_| (200, r#"{"access_token":"same"}"#.to_owned());
    let client = server.builder(same).oauth(credentials()).build().unwrap();
    assert!(client.post().await.unwrap_err().api().is_some());
    assert_eq!((server.called().len(), server.asked().len()), (1, 2));

    let own = client.post().header("authorization", "Bearer own");
    assert!(own.await.unwrap_err().api().is_some());
    assert_eq!(server.called(), ["Bearer own"]);

    let client = server.builder(same).oauth("fixed").build().unwrap();
    assert!(client.post().await.unwrap_err().api().is_some());
    assert_eq!(server.called(), ["Bearer fixed"]);
}

/// When no other token can be had, that is the error, with the status of the answer.
#[tokio::test(start_paused = true)]
async fn a_401_and_no_other_token() {
    let server = Server::default();
    let fails = |count| match count {
        1 => good_for(3600)(count),
        _ => (400, r#"{"error":"invalid_client"}"#.to_owned()),
    };
    let client = server.builder(fails).oauth(credentials()).build().unwrap();
    server.accept(&[]);
    let error = client.post().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Post: the server answered 401 Unauthorized, and then the provider for `oauth` gave no token"
    );
    assert_eq!(
        said(error.kind()),
        "the token endpoint answered 400: invalid_client"
    );
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(server.called(), ["Bearer t1"]);
}

/// A callback is asked again as well, and a credential beside it is sent along.
#[tokio::test(start_paused = true)]
async fn a_callback_is_asked_again() {
    let server = Server::default();
    server.accept(&["c2"]);
    let count = Arc::new(AtomicUsize::new(0));
    let callback = Token::callback(move || {
        let count = count.fetch_add(1, Ordering::SeqCst) + 1;
        async move { Ok(format!("c{count}")) }
    });
    let client = server
        .builder(good_for(1))
        .oauth(callback)
        .key("k")
        .build()
        .unwrap();
    let call = client.call(&WithKey::new().body("x".to_owned()));
    assert_eq!(call.await.unwrap(), "done");
    assert_eq!(server.called(), ["Bearer c1", "Bearer c2"]);
}
