//! What was written: requests, responses, and bodies whose media type is still open.

use http::header::CONTENT_TYPE;

use super::body::{self, Payload};
use super::{ByteStream, EncodedRequest, MediaType, RawResponse};
use crate::json::{Beside, EncodeError, Violations};
#[cfg(feature = "client")]
use crate::json::{Keyword, Place, Violation};

/// A body that may be sent in any of several media types, before it is written in one.
#[derive(Debug)]
pub(crate) struct Unwritten {
    media: MediaType,
    text: String,
    /// With the media type that was chosen, if one was.
    beside: Beside,
}

/// A body on its way out.
#[derive(Debug)]
pub(crate) enum Writing {
    Done(Payload),
    Open(Unwritten),
}

impl Writing {
    /// Writes a body, unless it may be sent in several media types.
    ///
    /// # Errors
    /// [`Violations`] if the value cannot be written in its media type.
    pub(crate) fn new(media: &MediaType, text: String, beside: Beside) -> Result<Self, Violations> {
        if beside.media.is_none() && media.choices().len() > 1 {
            let media = *media;
            return Ok(Self::Open(Unwritten {
                media,
                text,
                beside,
            }));
        }
        body::write(media, text, beside).map(Self::Done)
    }
}

impl Unwritten {
    /// The media types that it can be sent in, by their numbers among the [choices](MediaType::choices).
    #[cfg(feature = "server")]
    pub(crate) fn choices(&self) -> Vec<(usize, &'static str)> {
        let choices = self.media.choices().iter().enumerate();
        choices
            .filter(|(_, media)| media.is_concrete())
            .map(|(index, media)| (index, media.name))
            .collect()
    }

    /// Chooses one of the media types.
    #[cfg(any(feature = "client", feature = "server"))]
    pub(crate) fn choose(&mut self, index: usize) {
        self.beside.media = Some(index);
    }

    /// Writes it in the media type that was chosen, or in `application/json`, or in the first that can be sent as it is named:
    /// frameworks list names that only they read (`application/json-patch+json`) before the one that everything reads.
    ///
    /// # Errors
    /// [`Violations`] if the value cannot be written in its media type.
    pub(crate) fn write(mut self) -> Result<Payload, Violations> {
        let choices = self.media.choices();
        let json = || choices.iter().position(MediaType::is_plain_json);
        let first = || choices.iter().position(MediaType::is_concrete);
        self.beside.media = self.beside.media.or_else(json).or_else(first);
        body::write(&self.media, self.text, self.beside)
    }

    /// The same once more; `None` if there is a stream in it.
    #[cfg(feature = "client")]
    pub(crate) fn again(&self) -> Option<Self> {
        Some(Self {
            media: self.media,
            text: self.text.clone(),
            beside: self.beside.again()?,
        })
    }
}

/// A request that was written.
#[derive(Debug)]
pub(crate) struct WrittenRequest {
    /// The request; it has no body if that is a stream.
    pub(crate) request: EncodedRequest,
    /// The body, if it is a stream.
    pub(crate) stream: Option<ByteStream>,
    /// The body, if it may be sent in several media types; then the request has none yet.
    pub(crate) unwritten: Option<Unwritten>,
}

impl WrittenRequest {
    /// With its body.
    ///
    /// # Errors
    /// [`Violations`] if the value cannot be written in its media type.
    pub(crate) fn settled(mut self) -> Result<Self, Violations> {
        if let Some(unwritten) = self.unwritten.take() {
            self.put(unwritten.write()?);
        }
        Ok(self)
    }

    /// Gives it its body.
    pub(super) fn put(&mut self, payload: Payload) {
        let headers = &mut self.request.headers;
        headers.insert(CONTENT_TYPE, payload.content_type);
        self.stream = payload.stream;
        self.request.body = self.stream.is_none().then_some(payload.body);
    }

    /// Chooses the media type of the body among those that the operation lists.
    ///
    /// # Errors
    /// [`Violation`] if it is none of these, or the value is of another one.
    #[cfg(feature = "client")]
    pub(crate) fn choose(
        &mut self,
        media: Option<&MediaType>,
        name: &str,
    ) -> Result<(), Violation> {
        let choices = media.map_or(&[][..], MediaType::choices);
        let mut listed = choices.iter();
        let is_meant =
            |media: &MediaType| media.is_concrete() && media.name.eq_ignore_ascii_case(name);
        let Some(index) = listed.position(is_meant) else {
            let message = if choices.is_empty() {
                "the operation takes no body".to_owned()
            } else {
                let names: Vec<_> = choices.iter().map(|media| media.name).collect();
                let names = names.join(", ");
                format!("the body is not sent as {name}, but as one of {names}")
            };
            return Err(Violation::new(Place::body(), Keyword::Style, message));
        };
        if let Some(unwritten) = &mut self.unwritten {
            unwritten.choose(index);
            return Ok(());
        }
        // The value has chosen already, if there is one.
        match body::content_type(&self.request.headers) {
            Some(sent) if media.is_some_and(|media| media.choose(Some(sent)) != Some(index)) => {
                let message = format!("the value of the body is sent as {sent}");
                Err(Violation::new(Place::body(), Keyword::Style, message))
            }
            _ => Ok(()),
        }
    }

    /// The same once more; `None` if the body is a stream.
    #[cfg(feature = "client")]
    pub(crate) fn again(&self) -> Option<Self> {
        if self.stream.is_some() {
            return None;
        }
        let unwritten = match &self.unwritten {
            Some(unwritten) => Some(unwritten.again()?),
            None => None,
        };
        Some(Self {
            request: self.request.clone(),
            stream: None,
            unwritten,
        })
    }
}

/// A response that was written.
#[derive(Debug)]
pub struct WrittenResponse {
    /// The response; its body is empty if it is a stream, or its media type is still open.
    pub response: RawResponse,
    /// The body, if it is a stream.
    pub stream: Option<ByteStream>,
    /// The body, if it may be sent in several media types.
    pub(crate) unwritten: Option<Unwritten>,
}

impl WrittenResponse {
    /// With its body, in the media type that was chosen for it or the first.
    ///
    /// # Errors
    /// [`EncodeError`] if the value cannot be written in its media type.
    pub(crate) fn settled(mut self) -> Result<Self, EncodeError> {
        if let Some(unwritten) = self.unwritten.take() {
            self.put(unwritten.write()?);
        }
        Ok(self)
    }

    pub(super) fn put(&mut self, payload: Payload) {
        let headers = &mut self.response.headers;
        headers.insert(CONTENT_TYPE, payload.content_type);
        self.response.body = payload.body;
        self.stream = payload.stream;
    }
}
