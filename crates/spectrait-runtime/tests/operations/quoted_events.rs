//! Events whose data is JSON whatever it is.

use spectrait_runtime::{
    EventStream, JsonData, Method, Operation, SecurityScheme, request, response,
};

use crate::fixture::{Never, block_on, client};
use crate::streams::{routed, sending};

response! {
    /// Events that hold strings in quotes.
    pub struct WordsSuccess: EventStream<JsonData<String>> = 200 as event_stream();
}

request! {
    /// What to do.
    #[derive(Clone)]
    pub struct GetWords {
        /// What.
        pub what: String = query("what"),
    }
    new(what: String);
}

impl Operation for GetWords {
    const ID: &str = "getWords";
    const METHOD: Method = Method::GET;
    const PATH: &str = "/words";
    const SECURITY: &[&[SecurityScheme]] = &[];
    type Success = WordsSuccess;
    type Failure = Never;
}

#[test]
fn a_string_keeps_its_quotes() {
    let words = ["[DONE]", "a\nb", "\"", ""].map(|word| JsonData(word.to_owned()));
    let sent = words.clone();
    let client = client(routed::<GetWords>(
        move |_| EventStream::of(sent.clone()),
        |request| request.what.clone(),
    ));
    block_on(async {
        let mut events = client.call(&GetWords::new("x")).await.unwrap();
        for word in words {
            assert_eq!(events.next().await.unwrap().unwrap().data, word);
        }
        assert!(events.next().await.is_none());
    });
}

#[test]
fn a_text_without_quotes_is_no_value() {
    let body =
        "data: \"a\"\n\ndata: null\n\ndata: a\n\ndata: \"b\"\n\ndata: [DONE]\n\ndata: \"c\"\n\n";
    let client = sending("text/event-stream", body);
    block_on(async {
        let mut events = client.call(&GetWords::new("x")).await.unwrap();
        let mut seen = Vec::new();
        while let Some(event) = events.next().await {
            seen.push(event.map_or_else(|error| error.to_string(), |event| event.data.0));
        }
        assert_eq!(seen[0], "a");
        assert!(seen[1].contains("body at `/1`"), "{}", seen[1]);
        assert!(seen[2].contains("not JSON"), "{}", seen[2]);
        assert_eq!(seen[3..], ["b"]);
    });
}
