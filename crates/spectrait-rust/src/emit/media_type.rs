//! Media types: calls of the runtime's functions for them.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::{ident, text};
use crate::model;

impl ToTokens for model::MediaType {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Json(name) => named("json", name),
            Self::Text(name) => named("text", name),
            Self::OctetStream(name) => named("octet_stream", name),
            Self::JsonLines(name) => named("json_lines", name),
            Self::EventStream => quote!(event_stream()),
            Self::Form {
                properties,
                is_deep_object,
            } => {
                let properties = self::properties(properties);
                let deep_object = is_deep_object.then(|| quote!(.deep_object()));
                quote!(form() #properties #deep_object)
            }
            Self::Multipart { name, properties } => {
                let call = named("multipart", name);
                let properties = self::properties(properties);
                quote!(#call #properties)
            }
            Self::OneOf(choices) => quote!(one_of(&[#(#choices),*])),
            Self::Enum(ty) => quote!(#ty::MEDIA),
        });
    }
}

fn named(function: &str, name: &str) -> TokenStream {
    let function = ident(function);
    let name = text(name);
    quote!(#function(#name))
}

fn properties(properties: &[model::FormProperty]) -> Option<TokenStream> {
    let calls = properties.iter().map(property);
    (!properties.is_empty()).then(|| quote!(.properties(&[#(#calls),*])))
}

fn property(property: &model::FormProperty) -> TokenStream {
    let name = text(&property.wire_name);
    let style = property.style.map(|style| {
        let style = ident(style);
        quote!(.style(Style::#style))
    });
    let explode = property.explode.map(|explode| quote!(.explode(#explode)));
    let allow_reserved = property
        .allow_reserved
        .then(|| quote!(.allow_reserved(true)));
    let object = property.is_object.then(|| quote!(.object()));
    let members = property.members.iter().map(|name| text(name));
    let members = (!property.members.is_empty()).then(|| quote!(.members(&[#(#members),*])));
    let json = property.is_json.then(|| quote!(.json()));
    let content_type = property.content_type.as_deref().map(|types| {
        let types = text(types);
        quote!(.content_type(#types))
    });
    quote! {
        property(#name) #style #explode #members #allow_reserved #object #json #content_type
    }
}
