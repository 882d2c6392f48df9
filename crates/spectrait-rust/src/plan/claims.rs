//! Who gets a name that several things want.

use std::collections::{BTreeMap, BTreeSet};

use spectrait_source::{Diagnostic, Diagnostics, Span, codes};

use super::names;

/// A thing that wants a name.
pub(crate) struct Claim {
    /// The identifier it wants.
    pub(crate) wanted: String,
    /// Lower ones go first: what the document names before what is made up.
    pub(crate) rank: u8,
    /// What it is, for messages and for an order that does not depend on the document's: ``property `_id` ``.
    pub(crate) what: String,
    /// Whether the document spells it exactly so.
    pub(crate) is_exact: bool,
    /// Where it stands; `None` for what the document does not hold itself.
    pub(crate) span: Option<Span>,
    /// What it takes before a number where another thing keeps the name.
    pub(crate) instead: Option<String>,
}

impl Claim {
    /// A claim of a thing that the document calls `wire_name`.
    pub(crate) fn new(kind: &str, wire_name: &str, wanted: String, span: Span) -> Self {
        let is_exact = names::plain(&wanted) == wire_name;
        Self {
            wanted,
            rank: 0,
            what: format!("{kind} `{wire_name}`"),
            is_exact,
            span: Some(span),
            instead: None,
        }
    }

    /// A claim of something that is derived from the document: it gives way to rank 0.
    pub(crate) fn derived(rank: u8, what: String, wanted: String, span: Option<Span>) -> Self {
        Self {
            wanted,
            rank,
            what,
            is_exact: false,
            span,
            instead: None,
        }
    }
}

/// Claims in one scope, each under a key.
pub(crate) struct Claims<K>(Vec<(K, Claim)>);

impl<K> Default for Claims<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord> Claims<K> {
    pub(crate) fn add(&mut self, key: K, claim: Claim) {
        self.0.push((key, claim));
    }

    /// The name for each key.
    pub(crate) fn settle(self, diagnostics: &mut Diagnostics) -> BTreeMap<K, String> {
        let (keys, claims): (Vec<K>, Vec<Claim>) = self.0.into_iter().unzip();
        keys.into_iter().zip(settle(&claims, diagnostics)).collect()
    }
}

/// Gives each claim a name of its own, in the order of the claims. Of several that want one name, the lowest
/// rank, then the exact spelling, then the first in alphabetical order keeps it; the others get the name they have for
/// this, or `2`, `3`, …, and a warning.
fn settle(claims: &[Claim], diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, claim) in claims.iter().enumerate() {
        groups.entry(&claim.wanted).or_default().push(index);
    }
    let mut taken: BTreeSet<String> = groups.keys().map(|&name| name.to_owned()).collect();
    let mut settled: Vec<String> = claims.iter().map(|claim| claim.wanted.clone()).collect();
    for (wanted, mut members) in groups {
        members.sort_by_key(|&index| {
            let claim = &claims[index];
            (claim.rank, !claim.is_exact, &claim.what)
        });
        let mut number = 2;
        for &index in &members[1..] {
            let instead = claims[index].instead.as_ref();
            let free = instead.filter(|name| taken.insert((*name).clone()));
            let name = free.cloned().unwrap_or_else(|| {
                loop {
                    let candidate = names::joined(names::plain(wanted), &number.to_string());
                    number += 1;
                    if taken.insert(candidate.clone()) {
                        break candidate;
                    }
                }
            });
            report(&claims[members[0]], &claims[index], &name, diagnostics);
            settled[index] = name;
        }
    }
    settled
}

fn report(keeper: &Claim, renamed: &Claim, name: &str, diagnostics: &mut Diagnostics) {
    let message = format!(
        "{} and {} get one Rust name, `{}`",
        keeper.what,
        renamed.what,
        names::plain(&keeper.wanted)
    );
    let mut diagnostic = Diagnostic::warning(codes::NAME_COLLISION, message)
        .note(format!("{} is called `{name}` in Rust", renamed.what))
        .help(if has_own_name(&renamed.what) {
            "give one of them a Rust name of its own with `x-rust-name`"
        } else {
            "give one of them another name in the document"
        });
    let keeps = format!("keeps `{}`", names::plain(&keeper.wanted));
    diagnostic = match (renamed.span, keeper.span) {
        (Some(span), Some(other)) if span != other => diagnostic
            .at(span, format!("called `{name}`"))
            .also(other, keeps),
        (Some(span), _) => diagnostic.at(span, format!("called `{name}`")),
        (None, Some(other)) => diagnostic.at(other, keeps),
        (None, None) => diagnostic,
    };
    diagnostics.push(diagnostic);
}

/// Whether the document can say what a thing is called in Rust.
fn has_own_name(what: &str) -> bool {
    let kinds = ["value ", "tag ", "response ", "request side "];
    !kinds.iter().any(|kind| what.starts_with(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(wanted: &str, rank: u8, what: &str, is_exact: bool) -> Claim {
        Claim {
            wanted: wanted.to_owned(),
            rank,
            what: what.to_owned(),
            is_exact,
            span: None,
            instead: None,
        }
    }

    #[test]
    fn the_exact_spelling_keeps_the_name() {
        let mut diagnostics = Diagnostics::default();
        let claims = [
            claim("id", 0, "property `_id`", false),
            claim("id", 0, "property `id`", true),
        ];
        assert_eq!(settle(&claims, &mut diagnostics), ["id2", "id"]);
        let messages: Vec<_> = diagnostics
            .iter()
            .map(|diagnostic| diagnostic.message.as_str())
            .collect();
        assert_eq!(
            messages,
            ["property `id` and property `_id` get one Rust name, `id`"]
        );
    }

    #[test]
    fn names_do_not_depend_on_the_order() {
        let mut claims = vec![
            claim("A", 0, "value `a`", false),
            claim("A", 0, "value `-a`", false),
            claim("A2", 0, "value `a2`", false),
        ];
        let forward = settle(&claims, &mut Diagnostics::default());
        claims.reverse();
        let mut backward = settle(&claims, &mut Diagnostics::default());
        backward.reverse();
        assert_eq!(forward, backward);
        assert_eq!(forward, ["A3", "A", "A2"]);
    }

    #[test]
    fn a_raw_name_loses_its_mark_with_a_number() {
        let claims = [
            claim("r#type", 0, "`type`", true),
            claim("r#type", 0, "`Type`", false),
        ];
        assert_eq!(
            settle(&claims, &mut Diagnostics::default()),
            ["r#type", "type2"]
        );
    }
}
