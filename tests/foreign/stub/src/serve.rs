//! The program.

use std::io::{self, Write};

use axum::Extension;
use axum::routing::get;
use http::header::CONTENT_TYPE;
use spectrait_runtime::server::{ClientCertificate, RouterBuilder};
use tokio::net::TcpListener;

use crate::{Answers, Stub};

/// A document that is served.
#[derive(Debug)]
pub struct Served {
    /// Its name; it is served below a path of that name.
    pub name: &'static str,
    /// What the generated crate has as `OPENAPI_JSON`: at `/NAME/openapi.json`.
    pub document: &'static str,
    /// What [`Answers::parse`] reads.
    pub answers: &'static str,
    /// The generated router.
    pub router: fn(Stub) -> RouterBuilder,
}

/// Serves the documents until the program is ended. Prints their names, each on a line, and then the address. What is behind a
/// 500 goes to the standard error.
///
/// # Errors
/// What the operating system says, or what is wrong with the answers.
pub fn serve(served: &[Served]) -> io::Result<()> {
    let mut app = axum::Router::new();
    for document in served {
        let prefix = format!("/{}", document.name);
        let json = document.document;
        let json = move || async move { ([(CONTENT_TYPE, "application/json")], json) };
        app = app
            .route(&format!("{prefix}/openapi.json"), get(json))
            .nest_service(&prefix, router(document)?);
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        for Served { name, .. } in served {
            writeln!(io::stdout(), "{name}")?;
        }
        writeln!(io::stdout(), "{}", listener.local_addr()?)?;
        axum::serve(listener, app).await
    })
}

fn router(served: &Served) -> io::Result<axum::Router> {
    let answers = Answers::parse(served.answers).map_err(io::Error::other)?;
    let router = (served.router)(Stub::new(answers)).on_internal_error(|operation, error| {
        // There is nobody to tell when it is closed.
        let _ = writeln!(io::stderr(), "{operation}: {error}");
    });
    // A transport with TLS would have checked it.
    let certificate = ClientCertificate::new(vec![b"certificate".to_vec()]);
    Ok(router.build().layer(Extension(certificate)))
}
