//! Responses held against the document, by every keyword of its schemas. Without the feature `check-responses` nothing is.

#[cfg(feature = "check-responses")]
pub(super) use with::Documented;
#[cfg(not(feature = "check-responses"))]
pub(super) use without::Documented;

#[cfg(feature = "check-responses")]
mod with {
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use axum::body::Body;
    use bytes::Bytes;
    use futures_core::Stream;
    use http::{HeaderMap, Response, StatusCode, header};
    use http_body::Body as _;
    use spectrait_validator::{Document, DocumentError, Items, OperationKey, Responses, Unfit};

    use super::super::context::OperationInfo;
    use crate::operation::{BoxError, ByteStream, data_of};

    /// What the document lists for an operation, where responses are to be held against it.
    #[derive(Debug, Default)]
    pub(in super::super) struct Documented(Option<Responses>);

    impl Documented {
        pub(in super::super) fn of(
            document: &Document,
            operation: &OperationInfo,
        ) -> Result<Self, DocumentError> {
            let key = OperationKey {
                id: operation.id,
                method: operation.method.as_str(),
                path: operation.path,
            };
            document
                .responses(key)
                .map(|responses| Self(Some(responses)))
        }

        /// Holds a response against the document; without `body` that is not looked at.
        pub(in super::super) fn check(
            &self,
            status: StatusCode,
            headers: &HeaderMap,
            body: Option<&[u8]>,
        ) -> Result<(), Unfit> {
            match &self.0 {
                Some(responses) => responses.check(status, headers, body),
                None => Ok(()),
            }
        }

        /// Holds a response against the document that was made by whoever renders rejections. A body of unknown length may
        /// be a stream, and is not looked at.
        pub(in super::super) async fn check_whole(
            &self,
            response: Response<Body>,
        ) -> (Response<Body>, Result<(), BoxError>) {
            if self.0.is_none() {
                return (response, Ok(()));
            }
            let (head, body) = response.into_parts();
            let (body, bytes) = if body.size_hint().exact().is_none() {
                (body, None)
            } else {
                match axum::body::to_bytes(body, usize::MAX).await {
                    Ok(bytes) => (Body::from(bytes.clone()), Some(bytes)),
                    Err(error) => {
                        let response = Response::from_parts(head, Body::empty());
                        return (response, Err(error.into()));
                    }
                }
            };
            let checked = self.check(head.status, &head.headers, bytes.as_deref());
            let response = Response::from_parts(head, body);
            (response, checked.map_err(BoxError::from))
        }

        /// A stream that ends with an error at the first item that does not fit.
        pub(in super::super) fn watch(
            &self,
            status: StatusCode,
            headers: &HeaderMap,
            stream: ByteStream,
        ) -> ByteStream {
            let responses = self.0.as_ref();
            let Some(items) = responses.and_then(|responses| responses.items(status, headers))
            else {
                return stream;
            };
            let content_type = headers.get(header::CONTENT_TYPE);
            ByteStream::new(Watched {
                stream: Some(stream),
                items,
                is_of_events: content_type
                    .is_some_and(|value| value.as_bytes().starts_with(b"text/event-stream")),
            })
        }
    }

    struct Watched {
        /// `None` once an item did not fit.
        stream: Option<ByteStream>,
        items: Items,
        is_of_events: bool,
    }

    impl Watched {
        /// A piece is a whole item.
        fn check(&mut self, piece: &[u8]) -> Result<(), BoxError> {
            let piece = std::str::from_utf8(piece)?;
            if !self.is_of_events {
                // RFC 7464 has a record separator before each.
                let line = piece.trim_matches(['\u{1e}', '\n']);
                return Ok(self.items.check(line)?);
            }
            match data_of(piece) {
                Some(data) => Ok(self.items.check(&data)?),
                None => Ok(()),
            }
        }
    }

    impl Stream for Watched {
        type Item = Result<Bytes, BoxError>;

        fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            let Some(stream) = &mut self.stream else {
                return Poll::Ready(None);
            };
            let piece = std::task::ready!(Pin::new(stream).poll_next(cx));
            if let Some(Ok(bytes)) = &piece
                && let Err(unfit) = self.check(bytes)
            {
                self.stream = None;
                return Poll::Ready(Some(Err(unfit)));
            }
            Poll::Ready(piece)
        }
    }
}

#[cfg(not(feature = "check-responses"))]
mod without {
    use std::convert::Infallible;

    use axum::body::Body;
    use http::{HeaderMap, Response, StatusCode};

    use crate::operation::{BoxError, ByteStream};

    /// Nothing is known of the document.
    #[derive(Debug, Default)]
    pub(in super::super) struct Documented(());

    #[expect(
        clippy::unused_self,
        reason = "with the feature there is something in it"
    )]
    impl Documented {
        #[expect(clippy::unnecessary_wraps, reason = "with the feature it may not fit")]
        pub(in super::super) fn check(
            &self,
            _: StatusCode,
            _: &HeaderMap,
            _: Option<&[u8]>,
        ) -> Result<(), Infallible> {
            Ok(())
        }

        #[expect(clippy::unused_async, reason = "with the feature the body is read")]
        pub(in super::super) async fn check_whole(
            &self,
            response: Response<Body>,
        ) -> (Response<Body>, Result<(), BoxError>) {
            (response, Ok(()))
        }

        pub(in super::super) fn watch(
            &self,
            _: StatusCode,
            _: &HeaderMap,
            stream: ByteStream,
        ) -> ByteStream {
            stream
        }
    }
}
