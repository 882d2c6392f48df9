//! Reads builds from a server that others wrote, with headers of one's choice:
//! `read-builds BASE_URL COUNT [NAME: VALUE]...`
//!
//! Each page that the client reads is written again and compared with what was sent: nothing may be lost or changed.

use std::error::Error;
use std::io::Write;

use builds::Client;
use builds::operations::{ListBuildsError, ListBuildsRequest};
use builds::types::ListBuildsResponse;
use serde_json::Value;
use spectrait_runtime::client::Call;
use spectrait_runtime::{FromJson, ToJson, bounded};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [base_url, count, headers @ ..] = &arguments[..] else {
        return Err("usage: read-builds BASE_URL COUNT [NAME: VALUE]...".into());
    };
    let client = Client::builder()
        .base_url(base_url)
        .bearer_auth("secret")
        .build()?;

    // Whatever is wrong with the status or the headers shows here.
    let first = call(&client, headers)?.await?;
    let mut builds = first.builds.unwrap_or_default().len();

    let count: u32 = count.parse()?;
    for _ in 1..count {
        let response = call(&client, headers)?.raw().await?;
        let sent = std::str::from_utf8(&response.body)?;
        let page = ListBuildsResponse::from_json_tolerant(sent)?;
        // Instants are written with no more digits than they need.
        let expected: Value = serde_json::from_str(&sent.replace(".0Z\"", "Z\""))?;
        let written: Value = serde_json::from_str(&page.to_json()?)?;
        if written != expected {
            return Err(format!("sent was\n{expected}\nand read was\n{written}").into());
        }
        builds += page.builds.unwrap_or_default().len();
    }
    writeln!(std::io::stdout(), "{count} pages, {builds} builds")?;
    if builds == 0 {
        return Err("there was no build on any page".into());
    }
    Ok(())
}

fn call(
    client: &Client,
    headers: &[String],
) -> Result<Call<ListBuildsResponse, ListBuildsError>, String> {
    let mut call = client.list_builds(&ListBuildsRequest::new().limit(bounded!(5)));
    for header in headers {
        let (name, value) = header
            .split_once(": ")
            .ok_or_else(|| format!("`{header}` is no header: write `name: value`"))?;
        call = call.header(name, value);
    }
    Ok(call)
}
