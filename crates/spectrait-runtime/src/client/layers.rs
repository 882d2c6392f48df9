//! What a request goes through between the call and the transport. The order is in the
//! [manual](super#layers).

use std::fmt;
use std::sync::Arc;

use http::{request, response};
use tower::Layer;

use super::hooks::{Hooked, Hooks};
use super::redirect::Redirects;
use super::retry::{self, Retries};
use super::{BoxTransport, CalledOperation, ClientBuilder, Transport};

type Wrap = dyn Fn(BoxTransport) -> BoxTransport + Send + Sync;

/// The layers of a client.
#[derive(Clone, Default)]
pub(super) struct Layers {
    /// The caller's own, the outermost first.
    own: Vec<Arc<Wrap>>,
    retries: Option<Retries>,
    hooks: Hooks,
    redirects: usize,
}

impl Layers {
    /// Puts them around a transport, from the inside to the outside.
    pub(super) fn around(self, transport: BoxTransport) -> BoxTransport {
        let mut transport = transport;
        #[cfg(feature = "tracing")]
        {
            transport = BoxTransport::new(super::trace::Traced::new(transport));
        }
        if self.redirects > 0 {
            transport = BoxTransport::new(Redirects::new(transport, self.redirects));
        }
        if !self.hooks.is_empty() {
            transport = BoxTransport::new(Hooked::new(transport, self.hooks));
        }
        for wrap in self.own.iter().rev() {
            transport = wrap(transport);
        }
        BoxTransport::new(retry::around(transport, self.retries))
    }
}

impl fmt::Debug for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Layers")
            .field("retries", &self.retries)
            .field("redirects", &self.redirects)
            .finish_non_exhaustive()
    }
}

impl ClientBuilder {
    /// Puts a tower layer around the transport. The first that is added is the outermost. Each attempt of a call goes
    /// through it; see [layers](super#layers).
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<BoxTransport> + Send + Sync + 'static,
        L::Service: Transport,
    {
        let wrap = move |transport| BoxTransport::new(layer.layer(transport));
        self.layers.own.push(Arc::new(wrap));
        self
    }

    /// Sends a request again when it failed and can be repeated without harm, see [`Retries`]. Off unless set; a call
    /// can have [settings of its own](super::Call::retries).
    pub fn retries(mut self, retries: impl Into<Option<Retries>>) -> Self {
        self.layers.retries = retries.into();
        self
    }

    /// Looks at the head of each request before it is sent, or changes it: another header, a shorter log. It sees each
    /// attempt of a call with all its headers, credentials among them, after the [layers](super#layers) and before
    /// redirects are followed, so that what it adds is kept from other origins like any other header. Several hooks run in
    /// the order in which they were added.
    ///
    /// A request that a hook turns to another origin is not sent: its credentials are not for that one.
    pub fn on_request(
        mut self,
        hook: impl Fn(&CalledOperation, &mut request::Parts) + Send + Sync + 'static,
    ) -> Self {
        self.layers.hooks.on_request(hook);
        self
    }

    /// Looks at the head of each response that comes, whatever its status: each attempt's, after redirects were
    /// followed. Where no head came, it is not called.
    pub fn on_response(
        mut self,
        hook: impl Fn(&CalledOperation, &response::Parts) + Send + Sync + 'static,
    ) -> Self {
        self.layers.hooks.on_response(hook);
        self
    }

    /// Follows so many redirects of a request; 0 unless set, so that a 3xx is the answer. One more than that is the
    /// answer as well.
    ///
    /// 307 and 308 repeat the request, if its body can be sent again; 303 becomes a GET; 301 and 302 are followed for GET and
    /// HEAD only, as what to do with others was never agreed on (RFC 9110 section 15.4).
    ///
    /// **Another origin** (scheme, host or port) gets no credential: of the headers only those that negotiate or describe
    /// content (`accept`, `accept-language`, `content-*`, `range`, `user-agent`, `idempotency-key`), and none of these
    /// if its value is marked as sensitive. The query is the one in `location`: a key in the request's is not carried over. A
    /// body is sent there, with 307 and 308. From https to http no redirect is followed, nor is one with a user in its URL.
    pub fn redirects(mut self, limit: usize) -> Self {
        self.layers.redirects = limit;
        self
    }
}
