//! `type: array`.

use spectrait_ir as ir;

use super::Lowering;
use super::arena::{Entry, Place};
use super::conjunction::{Conjunction, Parts};
use super::schema::Values;
use crate::schema::{Form, SchemaId};

/// Longer tuples are arrays.
const LONGEST_TUPLE: usize = 12;

impl Lowering<'_> {
    /// `type: array`. Without `items`, its items are anything.
    pub(super) fn lower_array(
        &mut self,
        id: ir::SchemaId,
        conjunction: &Conjunction,
        parts: &Parts,
    ) -> Values {
        let list = &parts.list;
        let schemas = &self.api.schemas;
        let Some((min_items, max_items)) = self.lower_counts(
            "array",
            "items long",
            list.iter()
                .filter_map(|part| schemas[part.0 as usize].min_items.as_ref()),
            list.iter()
                .filter_map(|part| schemas[part.0 as usize].max_items.as_ref()),
        ) else {
            return Values::of(ir::SchemaKind::Never);
        };
        let mut rest: Vec<SchemaId> = list
            .iter()
            .filter_map(|&part| self.schema(part).items)
            .collect();
        if rest.is_empty()
            && let Some(part) = self.simple_unevaluated(conjunction, parts)
        {
            let rare = self.schema(part).rare.as_ref();
            rest.extend(
                rare.and_then(|rare| rare.unevaluated_items.as_ref())
                    .map(|items| items.value),
            );
        }
        let prefix = list
            .iter()
            .map(|&part| self.prefix(part).len())
            .max()
            .unwrap_or_default();
        let mut rules = Vec::new();
        if prefix > 0 {
            return self.lower_prefix(id, parts, &rest, prefix, (min_items, max_items));
        }
        for &part in list {
            self.add_array_rules(part, false, &mut rules);
        }
        let place = Place::Inside(id, ir::Step::Items);
        let is_never = rest
            .iter()
            .any(|&items| self.schema(items).form == Form::Never);
        if is_never && min_items.is_some() {
            return Values::of(ir::SchemaKind::Never);
        }
        let items = match rest[..] {
            [items] => self.meet(items, place),
            _ => self.meet_conjunction(Conjunction::of_all(rest), place),
        };
        let array = ir::Array {
            items,
            min_items,
            max_items: if is_never { Some(0) } else { max_items },
        };
        Values::with(ir::SchemaKind::Array(array), rules)
    }

    /// `prefixItems`: a tuple if the length is fixed, and an array of what any item may be if it is not.
    fn lower_prefix(
        &mut self,
        id: ir::SchemaId,
        parts: &Parts,
        rest: &[SchemaId],
        prefix: usize,
        (min_items, max_items): (Option<u64>, Option<u64>),
    ) -> Values {
        let is_closed = rest
            .iter()
            .any(|&items| self.schema(items).form == Form::Never);
        let length = u64::try_from(prefix).unwrap_or(u64::MAX);
        let longest = if is_closed {
            Some(max_items.map_or(length, |most| most.min(length)))
        } else {
            max_items
        };
        if longest.is_some_and(|longest| min_items.is_some_and(|least| least > longest)) {
            return Values::of(ir::SchemaKind::Never);
        }
        let is_fixed = longest.is_some()
            && longest == min_items
            && longest.is_some_and(|longest| longest <= length);
        let positions = usize::try_from(longest.unwrap_or(length).min(length)).unwrap_or(prefix);
        let items: Vec<Conjunction> = (0..positions)
            .map(|position| {
                Conjunction::of_all(parts.list.iter().filter_map(|&part| {
                    self.prefix(part)
                        .get(position)
                        .copied()
                        .or(self.schema(part).items)
                }))
            })
            .collect();
        let mut rules = Vec::new();
        if is_fixed && items.len() <= LONGEST_TUPLE {
            for &part in &parts.list {
                self.add_array_rules(part, false, &mut rules);
            }
            let items = items
                .into_iter()
                .enumerate()
                .map(|(position, item)| {
                    self.meet_conjunction(item, Place::Inside(id, ir::Step::PrefixItem(position)))
                })
                .collect();
            return Values::with(ir::SchemaKind::Tuple(items), rules);
        }
        for &part in &parts.list {
            self.add_array_rules(part, true, &mut rules);
        }
        let mut any = items;
        if longest.is_none_or(|longest| longest > length) {
            any.push(Conjunction::of_all(rest.iter().copied()));
        }
        let place = Place::Inside(id, ir::Step::Items);
        let is_anything = any.iter().any(|item| self.parts(item).list.is_empty());
        let span = self.arena.span(id);
        let items = if is_anything {
            self.arena.imply_any(place, span)
        } else {
            self.arena.meet(&Entry::AnyOf(any), place, true, span)
        };
        let array = ir::Array {
            items,
            min_items,
            max_items: longest,
        };
        Values::with(ir::SchemaKind::Array(array), rules)
    }

    fn prefix(&self, part: SchemaId) -> &[SchemaId] {
        let schema = &self.api.schemas[part.0 as usize];
        schema
            .rare
            .as_ref()
            .and_then(|rare| rare.prefix_items.as_ref())
            .map_or(&[], |prefix| &prefix.value)
    }
}
