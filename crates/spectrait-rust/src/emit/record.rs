//! `record!` and `request!`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::{deprecated, ident, number, rules, text};
use crate::model;

/// The struct, and what the absence of its fields means.
pub(super) fn items(record: &model::Record) -> Vec<TokenStream> {
    let macro_name = ident(match record.kind {
        model::RecordKind::Object => "record",
        model::RecordKind::Request => "request",
        model::RecordKind::Headers => "headers",
    });
    let model::Record {
        docs,
        ident: name,
        fields,
        ..
    } = record;
    let name = ident(name);
    let required: Vec<TokenStream> = record.required().map(argument).collect();
    let is_default = required.is_empty().then(|| quote!(, Default));
    let new = (!required.is_empty()).then(|| quote!(new(#(#required),*);));
    let response = record.is_response.then(|| quote!(response;));
    let closed = record.is_closed.then(|| quote!(closed;));
    let names = &record.ignored;
    let ignored = (!names.is_empty()).then(|| quote!(ignore [#(#names),*];));
    let rules = rules::clause(&record.rules);
    let fields = fields.iter().map(field);
    let definition = quote! {
        #macro_name! {
            #docs
            #[derive(Clone #is_default)]
            #[non_exhaustive]
            pub struct #name {
                #(#fields,)*
            }
            #new
            #response
            #closed
            #ignored
            #rules
        }
    };
    [definition].into_iter().chain(defaults(record)).collect()
}

fn argument(field: &model::Field) -> TokenStream {
    let name = ident(&field.ident);
    let ty = &field.ty;
    quote!(#name: #ty)
}

fn field(field: &model::Field) -> TokenStream {
    let model::Field {
        docs,
        ident: name,
        ty,
        source,
        ..
    } = field;
    let deprecated = deprecated(field.is_deprecated);
    let name = ident(name);
    let source = match source {
        model::Source::OtherProperties => return quote!(..pub #name: #ty),
        model::Source::Property(wire_name) => quote!(#wire_name),
        model::Source::Body(model::MediaType::Json(name)) if name == "application/json" => {
            quote!(json_body())
        }
        model::Source::Body(media_type) => quote!(body(#media_type)),
        model::Source::Parameter(parameter) => quote!(#parameter),
    };
    quote!(#docs #deprecated pub #name: #ty = #source)
}

impl ToTokens for model::Parameter {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let function = ident(self.function);
        let name = text(&self.wire_name);
        let style = self.style.map(|style| {
            let style = ident(style);
            quote!(.style(Style::#style))
        });
        let explode = self.explode.map(|explode| quote!(.explode(#explode)));
        let members = self.members.iter().map(|name| text(name));
        let members = (!self.members.is_empty()).then(|| quote!(.members(&[#(#members),*])));
        let allow_reserved = self.allow_reserved.then(|| quote!(.allow_reserved(true)));
        let content = self
            .content
            .as_ref()
            .map(|media_type| quote!(.content(#media_type)));
        tokens.extend(quote!(#function(#name) #style #explode #members #allow_reserved #content));
    }
}

fn defaults(record: &model::Record) -> Option<TokenStream> {
    let name = ident(&record.ident);
    let items = record.defaults.iter().map(default);
    (!record.defaults.is_empty()).then(|| quote!(impl #name { #(#items)* }))
}

fn default(default: &model::DefaultValue) -> TokenStream {
    let model::DefaultValue {
        constant_docs,
        method_docs,
        value,
        ..
    } = default;
    let [field, constant, method] =
        [&default.field, &default.constant, &default.method].map(|name| ident(name));
    let deprecated = deprecated(default.is_deprecated);
    let expected = default
        .is_deprecated
        .then(|| quote!(#[expect(deprecated, reason = "it serves the deprecated field")]));
    let ty = constant_type(value);
    let (result, read) = match (&default.open, value) {
        (Some(open), _) => {
            let path = open.path.iter().map(|segment| ident(segment));
            (
                quote!(#open),
                quote!(self.#field.clone().unwrap_or(#(#path)::*::Known(Self::#constant))),
            )
        }
        (None, model::Default::Text(_)) if default.is_checked => (
            quote!(&str),
            quote!(self.#field.as_deref().map_or(Self::#constant, |text| text.as_str())),
        ),
        (None, _) if default.is_checked => (
            quote!(#ty),
            quote!(self.#field.as_deref().copied().unwrap_or(Self::#constant)),
        ),
        (None, model::Default::Text(_)) => (
            quote!(&str),
            quote!(self.#field.as_deref().unwrap_or(Self::#constant)),
        ),
        (None, model::Default::Branch(..)) => (
            quote!(#ty),
            quote!(self.#field.clone().unwrap_or(Self::#constant)),
        ),
        (None, _) => (quote!(#ty), quote!(self.#field.unwrap_or(Self::#constant))),
    };
    quote! {
        #constant_docs
        #deprecated
        pub const #constant: #ty = #value;

        #method_docs
        #deprecated
        #expected
        #[must_use]
        pub fn #method(&self) -> #result {
            #read
        }
    }
}

fn constant_type(value: &model::Default) -> TokenStream {
    match value {
        model::Default::Boolean(_) => quote!(bool),
        model::Default::Number(_) => quote!(f64),
        model::Default::Text(_) => quote!(&str),
        model::Default::Integer { ty, .. }
        | model::Default::Variant(ty, _)
        | model::Default::Branch(ty, ..) => quote!(#ty),
    }
}

impl ToTokens for model::Default {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Boolean(value) => quote!(#value),
            Self::Number(value) => number(&format!("{value:?}")).to_token_stream(),
            Self::Text(text) => quote!(#text),
            Self::Integer {
                ty,
                is_bounded: true,
                value,
            } => {
                let path = ty.path.iter().map(|segment| ident(segment));
                let value = number(&value.to_string());
                quote!(#(#path)::*::at(#value))
            }
            Self::Integer { value, .. } => number(&value.to_string()).to_token_stream(),
            Self::Variant(ty, variant) => {
                let variant = ident(variant);
                quote!(#ty::#variant)
            }
            Self::Branch(ty, variant, value) => {
                let path = ty.path.iter().map(|segment| ident(segment));
                let variant = ident(variant);
                quote!(#(#path)::*::#variant(#value))
            }
        });
    }
}
