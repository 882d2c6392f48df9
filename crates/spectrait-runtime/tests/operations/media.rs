//! Every media type of a request: what is sent, what is read, and what others send.

use std::sync::{Arc, Mutex};

use spectrait_runtime::client::{CalledOperation, Client, ErrorKind, RequestParts};
use spectrait_runtime::operation::RawRequest;
use spectrait_runtime::{
    Any, FromJson, Int, Map, Nullable, OctetStream, Octets, Operation, Responses, StatusCode,
    bodies, decode_request, encode_request, record, responses, string_enum,
};

use crate::fixture::{Never, ask, assert_echo, block_on, client, echoes, post, written};

string_enum! {
    /// A size.
    pub enum Size {
        Small = "small",
        Large = "large",
    }
}

record! {
    /// A price.
    #[derive(Clone)]
    pub struct Price {
        /// How much.
        pub amount: i64 = "amount",
        /// In what.
        pub currency: Option<String> = "currency",
    }
    new(amount: i64);
    closed;
}

record! {
    /// All that a form can hold.
    #[derive(Clone, Default)]
    pub struct Order {
        /// Text.
        pub name: Option<String> = "name",
        /// A number.
        pub count: Option<Int<1, 100>> = "count",
        /// An enum.
        pub size: Option<Size> = "size",
        /// Truth.
        pub gift: Option<Nullable<bool>> = "gift",
        /// An array.
        pub tags: Option<Vec<String>> = "tags",
        /// An object.
        pub price: Option<Price> = "price",
        /// An array of objects.
        pub prices: Option<Vec<Price>> = "prices",
        /// A map.
        pub metadata: Option<Map<String>> = "metadata",
    }
    closed;
}

record! {
    /// With files.
    #[derive(Clone, Default)]
    pub struct Upload {
        /// Text.
        pub title: Option<String> = "title",
        /// A number.
        pub count: Option<i64> = "count",
        /// A file.
        pub photo: Option<Octets> = "photo",
        /// Files.
        pub pages: Option<Vec<Octets>> = "pages",
        /// An object.
        pub price: Option<Price> = "price",
        /// An array of objects.
        pub prices: Option<Vec<Price>> = "prices",
        /// An array.
        pub tags: Option<Vec<String>> = "tags",
    }
    closed;
}

bodies! {
    /// Several media types.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Several {
        /// JSON.
        Json(Price) = json("application/json"),
        /// Another JSON.
        Merge(Any) = json("application/merge-patch+json"),
        /// A form.
        Form(Price) = form(),
        /// Text.
        Text(String) = text("text/plain"),
        /// An image.
        Image(OctetStream) = octet_stream("image/*"),
    }
}

responses! {
    /// One value, beside a status.
    #[derive(Debug, Clone, PartialEq)]
    pub enum Refused {
        /// The caller's fault.
        Client(StatusCode, Price) =
            "4XX" as one_of(&[json("application/json"), json("application/problem+json")]),
    }
}

echoes! {
    Json(Option<Price>) = json_body(), POST "/json";
    Problem(Price) = body(json("application/problem+json")), POST "/problem";
    Form(Option<Order>) = body(form().properties(&[property("price").json(), property("prices").json()])), POST "/form";
    FormStyles(Order) = body(form().properties(&[
        property("tags").explode(false),
        property("price").explode(false).object(),
        property("prices").style(Style::DeepObject),
        property("metadata").style(Style::DeepObject),
        property("name").allow_reserved(true),
    ])), POST "/form/styles";
    FormDeep(Order) = body(form().deep_object()), POST "/form/deep";
    FormPipes(Order) = body(form().properties(&[property("tags").style(Style::PipeDelimited)])), POST "/form/pipes";
    FormSpread(Order) = body(form().properties(&[property("price").members(&["amount", "currency"])])), POST "/form/spread";
    FormOpen(Order) = body(form().properties(&[property("metadata").explode(true).object()])), POST "/form/open";
    FormMap(Map<Vec<i64>>) = body(form()), PUT "/form/map";
    Multipart(Upload) = body(multipart("multipart/form-data").properties(&[
        property("price").json(),
        property("prices").json(),
        property("photo").content_type("image/png, image/jpeg"),
    ])), POST "/multipart";
    Styled(Order) = body(multipart("multipart/form-data").properties(&[
        property("tags").explode(false),
        property("price").members(&["amount", "currency"]),
        property("prices").style(Style::DeepObject),
        property("metadata").style(Style::PipeDelimited).object(),
        property("name").explode(true),
    ])), POST "/styled";
    Mixed(Upload) = body(multipart("multipart/mixed")), POST "/mixed";
    Text(String) = body(text("text/plain")), POST "/text";
    TextEnum(Option<Size>) = body(text("text/plain")), POST "/text/enum";
    TextNumber(Int<1, 9>) = body(text("text/plain")), POST "/text/number";
    Xml(String) = body(text("application/xml")), POST "/xml";
    Png(OctetStream) = body(octet_stream("image/png")), POST "/png";
    Image(OctetStream) = body(octet_stream("image/*")), POST "/image";
    Anything(Option<OctetStream>) = body(octet_stream("*/*")), PATCH "/anything";
    Choice(Several) = body(Several::MEDIA), POST "/choice";
    OptionalChoice(Option<Several>) = body(Several::MEDIA), DELETE "/choice/optional";
    Alike(Order) = body(one_of(&[
        json("application/*+json"),
        json("application/json"),
        json("application/vnd.order+json"),
        form().properties(&[property("price").json()]),
        multipart("multipart/form-data"),
    ])), POST "/alike";
    OptionalAlike(Option<Order>) = body(one_of(&[form(), json("application/json")])), PUT "/alike/optional";
    AlikeByOtherNames(Order) = body(one_of(&[json("application/*+json"), form(), json("application/merge-patch+json")])), PATCH "/alike";
}

macro_rules! check {
    ($($name:ident($value:expr) => $expected:expr;)+) => {
        $(assert_echo(router(), &$name::new($value), $expected);)+
    };
}

fn order() -> Order {
    Order::new()
        .name("a b&c=d")
        .count(Int::try_from(7).unwrap())
        .size(Size::Large)
        .gift(true)
        .tags(["x,y", ""].map(ToOwned::to_owned).to_vec())
}

#[test]
fn json() {
    check! {
        Json(None) => "/json";
        Json(Price::new(7)) => "/json\ncontent-type: application/json\n\n{\"amount\":7}";
        Problem(Price::new(7)) => "/problem\ncontent-type: application/problem+json\n\n{\"amount\":7}";
    }
}

#[test]
fn forms() {
    const TYPE: &str = "content-type: application/x-www-form-urlencoded\n\n";
    let price = || Price::new(7).currency("EUR");
    let metadata = || {
        Map::from([
            ("a".to_owned(), "1".to_owned()),
            ("b c".to_owned(), String::new()),
        ])
    };
    check! {
        Form(None) => "/form";
        Form(Order::new()) => &format!("/form\n{TYPE}");
        Form(order().price(price()).prices(vec![Price::new(1)])) => &format!(
            "/form\n{TYPE}name=a%20b%26c%3Dd&count=7&size=large&gift=true&tags=x%2Cy&tags=&\
             price=%7B%22amount%22%3A7%2C%22currency%22%3A%22EUR%22%7D&prices=%7B%22amount%22%3A1%7D"
        );
        FormStyles(Order::new().name("a/b").tags(vec!["x".to_owned(), "y,z".to_owned()]).price(price()).metadata(metadata())) => &format!(
            "/form/styles\n{TYPE}name=a/b&tags=x,y%2Cz&price=amount,7,currency,EUR&metadata%5Ba%5D=1&metadata%5Bb%20c%5D="
        );
        FormDeep(order().prices(vec![Price::new(1), price()]).metadata(metadata())) => &format!(
            "/form/deep\n{TYPE}name=a%20b%26c%3Dd&count=7&size=large&gift=true&tags%5B0%5D=x%2Cy&tags%5B1%5D=&\
             prices%5B0%5D%5Bamount%5D=1&prices%5B1%5D%5Bamount%5D=7&prices%5B1%5D%5Bcurrency%5D=EUR&\
             metadata%5Ba%5D=1&metadata%5Bb%20c%5D="
        );
        FormSpread(Order::new().name("a").price(price())) => &format!("/form/spread\n{TYPE}name=a&amount=7&currency=EUR");
        FormSpread(Order::new().name("a")) => &format!("/form/spread\n{TYPE}name=a");
        FormPipes(Order::new().tags(vec!["x".to_owned(), "y".to_owned()])) => &format!("/form/pipes\n{TYPE}tags=x%7Cy");
        FormMap(Map::from([("a".to_owned(), vec![1, 2]), ("b".to_owned(), vec![3])])) => &format!("/form/map\n{TYPE}a=1&a=2&b=3");
    }
    assert_eq!(
        written(&Form::new(Order::new().gift(Nullable::Null))),
        "refused: body at `/gift`: null cannot be written"
    );
    assert_eq!(
        written(&FormOpen::new(Order::new().metadata(metadata()))),
        "refused: body at `/metadata`: the members of an object cannot be told from other properties"
    );
    assert_eq!(
        written(&FormDeep::new(Order::new().prices(vec![]))),
        "/form/deep\ncontent-type: application/x-www-form-urlencoded\n\n"
    );
}

#[test]
fn texts_and_octets() {
    let png = || OctetStream::from(vec![0x89, b'P', 0xff]);
    check! {
        Text("a\nb".to_owned()) => "/text\ncontent-type: text/plain\n\na\nb";
        Text(String::new()) => "/text\ncontent-type: text/plain\n\n";
        Text("ä".to_owned()) => "/text\ncontent-type: text/plain; charset=utf-8\n\nä";
        TextEnum(Size::Small) => "/text/enum\ncontent-type: text/plain\n\nsmall";
        TextEnum(None) => "/text/enum";
        TextNumber(Int::try_from(7).unwrap()) => "/text/number\ncontent-type: text/plain\n\n7";
        Xml("<a/>".to_owned()) => "/xml\ncontent-type: application/xml\n\n<a/>";
        Png(png().typed("image/png")) => "/png\ncontent-type: image/png\n\n\u{fffd}P\u{fffd}";
        Image(png().typed("image/gif")) => "/image\ncontent-type: image/gif\n\n\u{fffd}P\u{fffd}";
        Anything(OctetStream::from("a").typed("text/html")) => "/anything\ncontent-type: text/html\n\na";
        Anything(OctetStream::from("a").typed("application/octet-stream")) => "/anything\ncontent-type: application/octet-stream\n\na";
        Anything(None) => "/anything";
    }
    // The document's media type is sent, whatever the octets say, unless it is a range.
    assert!(written(&Png::new(png())).contains("image/png"));
    assert!(written(&Png::new(png().typed("image/gif"))).contains("image/png"));
    assert!(written(&Anything::new(png())).contains("application/octet-stream"));
    let problem = "refused: body: the octets need a media type: set it with `typed`";
    assert_eq!(written(&Image::new(png())), problem);
    let problem = "refused: body: the media type of the octets is not what the document allows";
    assert_eq!(written(&Image::new(png().typed("text/plain"))), problem);
    let problem = "refused: body: the media type is no header value";
    assert_eq!(
        written(&Image::new(png().typed("image/a\r\nb: c"))),
        problem
    );
}

#[test]
fn several() {
    check! {
        Choice(Several::Json(Price::new(1))) => "/choice\ncontent-type: application/json\n\n{\"amount\":1}";
        Choice(Several::Merge(Any::from_json("[1]").unwrap())) => "/choice\ncontent-type: application/merge-patch+json\n\n[1]";
        Choice(Several::Form(Price::new(1))) => "/choice\ncontent-type: application/x-www-form-urlencoded\n\namount=1";
        Choice(Several::Text("a".to_owned())) => "/choice\ncontent-type: text/plain\n\na";
        Choice(Several::Image(OctetStream::from("a").typed("image/png"))) => "/choice\ncontent-type: image/png\n\na";
        OptionalChoice(Several::Text(String::new())) => "/choice/optional\ncontent-type: text/plain\n\n";
        OptionalChoice(None) => "/choice/optional";
    }
    assert_eq!(Several::Text(String::new()).media_type(), "text/plain");
}

/// Sends a request in a media type: which it was sent in, and what the server has read of it.
fn sent_as<O>(request: &O, media_type: &str) -> Result<(String, String), String>
where
    O: Operation<Failure = Never>,
    O::Success: Responses<Value = String>,
{
    let sent = Arc::new(Mutex::new(String::new()));
    let seen = Arc::clone(&sent);
    let hook = move |_: &CalledOperation, head: &mut RequestParts| {
        let content_type = head.headers.get("content-type");
        let content_type = content_type.map_or("none", |value| value.to_str().unwrap());
        let (essence, _) = content_type.split_once(';').unwrap_or((content_type, ""));
        essence.clone_into(&mut seen.lock().unwrap());
    };
    let builder = Client::builder()
        .base_url("http://test")
        .transport(router());
    let client = builder.on_request(hook).build().unwrap();
    let call = client.call(request).media_type(media_type);
    let echo = block_on(call).map_err(|error| {
        assert!(matches!(error.kind(), ErrorKind::Invalid(_)), "{error}");
        error.to_string()
    })?;
    let sent = std::mem::take(&mut *sent.lock().unwrap());
    Ok((sent, echo))
}

#[test]
fn one_value_in_several() {
    let json = "content-type: application/json\n\n{\"count\":7}";
    let order = || Order::new().count(Int::try_from(7).unwrap());
    check! {
        Alike(order()) => &format!("/alike\n{json}");
        OptionalAlike(order()) => &format!("/alike/optional\n{json}");
        AlikeByOtherNames(order()) => "/alike\ncontent-type: application/x-www-form-urlencoded\n\ncount=7";
        OptionalAlike(None) => "/alike/optional";
    }
    let full = order().price(Price::new(1).currency("EUR"));
    let request = Alike::new(full);
    for name in [
        "application/json",
        "application/vnd.order+json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    ] {
        let expected = Ok((name.to_owned(), format!("{request:?}")));
        assert_eq!(sent_as(&request, name), expected);
        assert_eq!(sent_as(&request, &name.to_ascii_uppercase()), expected);
    }
    let absent = OptionalAlike::new(None);
    let expected = ("none".to_owned(), format!("{absent:?}"));
    assert_eq!(sent_as(&absent, "application/json"), Ok(expected));
}

#[test]
fn one_value_of_a_failure() {
    let refused = Refused::Client(StatusCode::CONFLICT, Price::new(7));
    let mut response = Refused::encode(&refused).unwrap();
    assert_eq!(response.headers["content-type"], "application/json");
    let problem = "application/problem+json".parse().unwrap();
    response.headers.insert("content-type", problem);
    assert_eq!(Refused::decode(&response), Some(Ok(refused)));
}

#[test]
fn what_a_body_cannot_be_sent_as() {
    let listed = "application/*+json, application/json, application/vnd.order+json, \
                  application/x-www-form-urlencoded, multipart/form-data";
    let order = Alike::new(Order::new());
    for name in ["text/plain", "application/*+json", "application/hal+json"] {
        let refused = sent_as(&order, name).unwrap_err();
        let expected = format!("the body is not sent as {name}, but as one of {listed}");
        assert!(refused.contains(&expected), "{refused}");
    }
    // What a form cannot say is refused, and JSON can say it.
    let null = Alike::new(Order::new().gift(Nullable::Null));
    let refused = sent_as(&null, "application/x-www-form-urlencoded").unwrap_err();
    assert!(refused.contains("null cannot be written"), "{refused}");
    assert!(sent_as(&null, "application/json").is_ok());
    // A value that has chosen, and one that has no choice.
    let choice = Choice::new(Several::Text("a".to_owned()));
    let refused = sent_as(&choice, "application/json").unwrap_err();
    let expected = "the value of the body is sent as text/plain";
    assert!(refused.contains(expected), "{refused}");
    assert!(sent_as(&choice, "text/plain").is_ok());
    let text = Text::new("a".to_owned());
    let refused = sent_as(&text, "text/html").unwrap_err();
    let expected = "the body is not sent as text/html, but as one of text/plain";
    assert!(refused.contains(expected), "{refused}");
    assert!(sent_as(&text, "text/plain").is_ok());
}

/// What a multipart body says, with a boundary that is always the same.
fn multipart(request: &Multipart) -> String {
    let text = written(request);
    let (_, rest) = text.split_once("boundary=").unwrap();
    let boundary = &rest[..rest.find('\n').unwrap()];
    text.replace(boundary, "BOUNDARY").replace('\r', "")
}

#[test]
fn parts() {
    let upload = Upload::new()
        .title("a \"b\"\r\n")
        .count(7)
        .photo(
            Octets::from(vec![0xff, b'\r', b'\n', b'-', b'-'])
                .named("me \"1\".png")
                .typed("image/png"),
        )
        .pages(vec![
            Octets::from("one").named("1.txt").typed("text/plain"),
            Octets::from("{}").named("2.json").typed("application/json"),
        ])
        .price(Price::new(7))
        .prices(vec![Price::new(1), Price::new(2)])
        .tags(vec!["x".to_owned()]);
    assert_eq!(
        multipart(&Multipart::new(upload.clone())),
        "/multipart\ncontent-type: multipart/form-data; boundary=BOUNDARY\n\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"title\"\n\na \"b\"\n\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"count\"\n\n7\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"photo\"; filename=\"me %221%22.png\"\nContent-Type: image/png\n\n\u{fffd}\n--\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"pages\"; filename=\"1.txt\"\nContent-Type: text/plain\n\none\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"pages\"; filename=\"2.json\"\nContent-Type: application/json\n\n{}\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"price\"\nContent-Type: application/json\n\n{\"amount\":7}\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"prices\"\nContent-Type: application/json\n\n{\"amount\":1}\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"prices\"\nContent-Type: application/json\n\n{\"amount\":2}\n\
         --BOUNDARY\nContent-Disposition: form-data; name=\"tags\"\n\nx\n\
         --BOUNDARY--\n"
    );
    // Every boundary is another one, so the request is not compared as text.
    let sent = Multipart::new(upload.clone());
    let echo = block_on(async { client(router()).call(&sent).await }).unwrap();
    assert_eq!(echo, format!("{sent:?}"));
    let mixed = Mixed::new(upload);
    let echo = block_on(async { client(router()).call(&mixed).await }).unwrap();
    assert_eq!(echo, format!("{mixed:?}"));

    // Octets come back byte for byte, also those that look like a delimiter.
    let octets: Vec<u8> = (0..=255).chain(*b"\r\n--spectrait-").collect();
    let sent = Multipart::new(Upload::new().photo(octets.clone()));
    let encoded = encode_request(&sent).unwrap();
    let raw = RawRequest {
        path: &[],
        query: None,
        headers: &encoded.headers,
        body: &encoded.body.unwrap(),
    };
    let read: Multipart = decode_request(&raw).unwrap();
    let photo = read.value.photo.unwrap();
    assert_eq!(&photo[..], octets);
    assert_eq!(
        (photo.file_name(), photo.content_type()),
        (Some("photo"), Some("image/png"))
    );
}

#[test]
fn other_media_types() {
    let rows = [
        ("/json", "text/plain", "The body must be application/json."),
        ("/json", "", "The body must be application/json."),
        (
            "/form",
            "application/json",
            "The body must be application/x-www-form-urlencoded.",
        ),
        ("/text", "text/html", "The body must be text/plain."),
        ("/png", "image/gif", "The body must be image/png."),
        ("/image", "video/png", "The body must be image/*."),
        (
            "/choice",
            "text/csv",
            "The body must be application/json, application/merge-patch+json, application/x-www-form-urlencoded, text/plain, image/*.",
        ),
        (
            "/alike",
            "text/csv",
            "The body must be application/*+json, application/json, application/vnd.order+json, application/x-www-form-urlencoded, multipart/form-data.",
        ),
    ];
    for (path, content_type, detail) in rows {
        let (status, answer) = ask(router(), post(path, content_type, "a"));
        assert_eq!(status, 415, "{path} {content_type}: {answer}");
        assert!(answer.contains(detail), "{path} {content_type}: {answer}");
    }
}

/// Styles of parts (OpenAPI 3.1.1 section 4.8.15.1.2): each pair is a part, and nothing is encoded.
#[test]
fn styled_parts() {
    let order = Order::new()
        .name("a&b %")
        .tags(["x", "y z"].map(ToOwned::to_owned))
        .price(Price::new(7).currency("EUR"))
        .prices([Price::new(1)])
        .metadata(Map::from([("k".to_owned(), "v, w".to_owned())]));
    let sent = Styled::new(order);
    let text = written(&sent);
    for part in [
        "name=\"name\"\r\n\r\na&b %\r\n",
        "name=\"tags\"\r\n\r\nx,y z\r\n",
        "name=\"amount\"\r\n\r\n7\r\n",
        "name=\"prices[0][amount]\"\r\n\r\n1\r\n",
        "name=\"metadata\"\r\n\r\nk|v, w\r\n",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let echo = block_on(async { client(router()).call(&sent).await }).unwrap();
    assert_eq!(echo, format!("{sent:?}"));
    let comma = Styled::new(Order::new().tags(["a,b".to_owned()]));
    assert_eq!(
        written(&comma),
        "refused: body at `/tags`: an item that contains a comma cannot be written in a part"
    );
}
