//! `builds list`.

use builds::Client;
use builds::operations::ListBuildsRequest;
use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};

use crate::arguments::List;
use crate::failure::Failure;
use crate::output::Output;

pub(crate) async fn list(arguments: &List) -> Result<(), Failure> {
    let client = arguments.client()?;
    let request = arguments.request();
    let mut output = Output::new(arguments.output);
    if arguments.all {
        all_pages(&client, &request, &mut output).await
    } else {
        one_page(&client, &request, &mut output).await
    }
}

async fn one_page(
    client: &Client,
    request: &ListBuildsRequest,
    output: &mut Output,
) -> Result<(), Failure> {
    let page = client
        .list_builds(request)
        .await
        .map_err(|error| Failure::call(client, &error))?;
    let builds = page.builds.unwrap_or_default();
    let summary = summary(offset(request), builds.len(), page.total);
    output.builds(builds)?;
    output.end(&summary)?;
    Ok(())
}

async fn all_pages(
    client: &Client,
    request: &ListBuildsRequest,
    output: &mut Output,
) -> Result<(), Failure> {
    // It draws to the standard error, and nothing where that is no terminal.
    let bar = ProgressBar::no_length()
        .with_style(bar_style())
        .with_finish(ProgressFinish::AndClear);
    let mut pages = client.list_builds_pages(request);
    let (mut count, mut total) = (0, None);
    let outcome = loop {
        let page = match pages.next().await {
            Some(Ok(page)) => page,
            Some(Err(error)) => break Err(Failure::call(client, &error)),
            None => break Ok(()),
        };
        let builds = page.builds.unwrap_or_default();
        (count, total) = (count + builds.len(), page.total);
        if let Some(total) = total {
            bar.set_length(total.unsigned_abs());
        }
        bar.set_position(offset(request) + count as u64);
        bar.suspend(|| output.builds(builds))?;
    };
    drop(bar);
    if count == 0 && outcome.is_err() {
        return outcome;
    }
    // What came before a failure is shown as well.
    output.end(&summary(offset(request), count, total))?;
    outcome.map_err(|failure| failure.at(offset(request) + count as u64))
}

fn bar_style() -> ProgressStyle {
    let template = "{wide_bar} {human_pos} of {human_len} builds";
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// How many builds the request skips.
fn offset(request: &ListBuildsRequest) -> u64 {
    request.offset_or_default().get().unsigned_abs()
}

/// Which builds of how many these are, in a line.
fn summary(offset: u64, count: usize, total: Option<i64>) -> String {
    let next = offset + count as u64;
    let of = total.map_or_else(String::new, |total| format!(" of {total}"));
    if count == 0 {
        format!("No builds from offset {offset} on{of}.")
    } else if total.is_some_and(|total| i128::from(next) < i128::from(total)) {
        format!(
            "Builds {} to {next}{of}. Go on with `--offset {next}`.",
            offset + 1
        )
    } else {
        format!("Builds {} to {next}{of}.", offset + 1)
    }
}
