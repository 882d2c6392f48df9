//! What a subscriber sees of spans.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::instrument::WithSubscriber;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::Registry;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

/// What one span said: its name, its fields by name, and those of events in it, as `event.name`.
pub(crate) type Fields = BTreeMap<String, String>;

/// The spans that were closed, in that order.
#[derive(Clone, Default)]
pub(crate) struct Spans(Arc<Mutex<Vec<Fields>>>);

struct Writer<'a>(&'a mut Fields);

impl Visit for Writer<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Spans {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        let mut fields = Fields::new();
        fields.insert("name".to_owned(), span.name().to_owned());
        if let Some(parent) = span.parent() {
            fields.insert("parent".to_owned(), parent.name().to_owned());
        }
        attributes.record(&mut Writer(&mut fields));
        span.extensions_mut().insert(fields);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        let mut extensions = span.extensions_mut();
        values.record(&mut Writer(extensions.get_mut().unwrap()));
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let Some(span) = context.event_span(event) else {
            return;
        };
        let mut fields = Fields::new();
        event.record(&mut Writer(&mut fields));
        let mut extensions = span.extensions_mut();
        let of_span: &mut Fields = extensions.get_mut().unwrap();
        let fields = fields.into_iter();
        of_span.extend(fields.map(|(name, value)| (format!("event.{name}"), value)));
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let span = context.span(&id).unwrap();
        let fields = span.extensions_mut().remove::<Fields>().unwrap();
        self.0.lock().unwrap().push(fields);
    }
}

impl Spans {
    /// Does `run`, with its spans seen.
    pub(crate) async fn see<F: Future>(&self, run: F) -> F::Output {
        let subscriber = Registry::default().with(self.clone());
        run.with_subscriber(subscriber).await
    }

    /// Those that were closed so far.
    pub(crate) fn closed(&self) -> Vec<Fields> {
        self.0.lock().unwrap().clone()
    }
}

/// The spans of what `run` does.
pub(crate) async fn spans(run: impl Future) -> Vec<Fields> {
    let spans = Spans::default();
    spans.see(run).await;
    spans.closed()
}

pub(crate) fn fields(rows: &[(&str, &str)]) -> Fields {
    let row = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    rows.iter().map(row).collect()
}
