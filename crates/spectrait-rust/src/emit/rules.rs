//! Rules, and the module that holds those with a name.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::imports::uses;
use super::{File, apart, docs_of, ident, rust, text};
use crate::model::{self, Rule, RuleArgument};

pub(super) fn file(module: &model::RulesModule) -> File {
    let mut imports = module.imports.clone();
    imports.add("spectrait_runtime", "rule_sets");
    let mut items = uses(&imports);
    let sets = module.sets.iter().map(|set| {
        let docs = &set.docs;
        let name = ident(&set.ident);
        let rules = list(&set.rules);
        quote! {
            rule_sets! {
                #docs
                pub(crate) static #name = [#rules];
            }
        }
    });
    items.extend(apart(sets));
    rust(
        "src/types/rules.rs",
        &docs_of("Rules that several schemas hold to, or that refer to themselves."),
        items,
    )
}

/// `rules […];` where there are any.
pub(super) fn clause(rules: &[Rule]) -> Option<TokenStream> {
    let list = list(rules);
    (!rules.is_empty()).then(|| quote!(rules [#list];))
}

/// Rules, parted by commas.
pub(super) fn list(rules: &[Rule]) -> TokenStream {
    quote!(#(#rules),*)
}

impl ToTokens for Rule {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name = ident(self.0);
        let arguments = &self.1;
        let arguments = (!arguments.is_empty()).then(|| quote!((#(#arguments),*)));
        tokens.extend(quote!(#name #arguments));
    }
}

impl ToTokens for RuleArgument {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Text(value) => text(value).to_token_stream(),
            Self::Texts(values) => texts(values),
            Self::NamedTexts(entries) => {
                let entries = entries.iter().map(|(name, values)| {
                    let (name, values) = (text(name), texts(values));
                    quote!((#name, #values))
                });
                quote!(&[#(#entries),*])
            }
            Self::Count(count) => count_of(*count).to_token_stream(),
            Self::Limit(Some(count)) => {
                let count = count_of(*count);
                quote!(Some(#count))
            }
            Self::Limit(None) => quote!(None),
            Self::Types(types) => {
                let types = types.iter().map(|name| ident(name));
                quote!(&[#(#types),*])
            }
            Self::Rules(rules) => slice(rules),
            Self::Lists(lists) => {
                let lists = lists.iter().map(|rules| slice(rules));
                quote!(&[#(#lists),*])
            }
            Self::Named(entries) => {
                let entries = entries.iter().map(|(name, rules)| {
                    let (name, rules) = (text(name), slice(rules));
                    quote!((#name, #rules))
                });
                quote!(&[#(#entries),*])
            }
            Self::Set(set) => quote!(&#set),
        });
    }
}

fn slice(rules: &[Rule]) -> TokenStream {
    let list = list(rules);
    quote!(&[#list])
}

fn texts(values: &[String]) -> TokenStream {
    let values = values.iter().map(|value| text(value));
    quote!(&[#(#values),*])
}

fn count_of(count: u64) -> Literal {
    super::number(&count.to_string())
}
