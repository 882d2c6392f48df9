//! What a request goes through between the call and the transport. The order is in the
//! [manual](super#layers).

use std::fmt;
use std::sync::Arc;

use tower::Layer;

use super::retry::{self, Retries};
use super::{BoxTransport, ClientBuilder, Transport};

type Wrap = dyn Fn(BoxTransport) -> BoxTransport + Send + Sync;

/// The layers of a client.
#[derive(Clone, Default)]
pub(super) struct Layers {
    /// The caller's own, the outermost first.
    own: Vec<Arc<Wrap>>,
    retries: Option<Retries>,
}

impl Layers {
    /// Puts them around a transport, from the inside to the outside.
    pub(super) fn around(self, transport: BoxTransport) -> BoxTransport {
        let mut transport = transport;
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
}
