//! The names of all types, operations and modules, decided before anything is built from them.

use std::collections::{BTreeMap, BTreeSet};

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::claims::{Claim, Claims};
use super::message::{self, MessageKey};
use super::operation_naming::{self, OperationNames};
use super::places::{About, Of, Owner, Place, Places, Slot};
use super::scope::Home;
use super::shapes::{Direction, Shape, Shapes, is_component};
use super::{names, operation, places};

/// What the document names comes first.
pub(crate) const OWN: u8 = 0;
/// `PetInput`, which belongs to a component's name.
pub(crate) const INPUT: u8 = 1;
/// Structs and enums of inline schemas.
pub(crate) const INLINE: u8 = 2;
/// Other names of types.
const ALIAS: u8 = 3;

/// The names of a document.
pub(crate) struct Names {
    /// By component: its module in `types`.
    pub(crate) modules: Vec<String>,
    /// By operation.
    pub(crate) operations: Vec<OperationNames>,
    /// By owner, outer before inner: the schemas that are declared with it.
    pub(crate) owned: BTreeMap<Owner, Vec<ir::SchemaId>>,
    /// Every type of `operations`.
    pub(crate) operation_types: BTreeSet<String>,
    schemas: BTreeMap<ir::SchemaId, Named>,
    /// By union: the names of its variants.
    variants: BTreeMap<ir::SchemaId, Vec<String>>,
    /// By union and position: the name of a variant that stands for several in responses.
    merged: BTreeMap<(ir::SchemaId, usize), String>,
    /// The names that a part of an operation has for another operation's schema.
    slots: BTreeMap<(usize, Slot), (Named, ir::SchemaId)>,
    messages: BTreeMap<MessageKey, String>,
    /// The messages that are equal.
    pub(crate) same_messages: message::Same,
}

/// The names of a schema.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    /// The module that declares it.
    pub(crate) home: Home,
    /// Its name.
    pub(crate) ident: String,
    /// The name of what requests hold, if that is another type.
    pub(crate) input: Option<String>,
    /// The name of the enum that the requests' struct is around, where that is no other.
    pub(crate) value: Option<String>,
    /// The equal schema that it is another name of.
    pub(crate) same_as: Option<ir::SchemaId>,
    /// What it is, as a phrase: `` `status` of [`Build`] ``.
    pub(crate) about: String,
}

impl Named {
    /// The name in one direction.
    pub(crate) fn ident(&self, direction: Direction) -> &str {
        match (&self.input, direction) {
            (Some(input), Direction::Strict) => input,
            _ => &self.ident,
        }
    }
}

/// What a name is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    Schema(ir::SchemaId),
    Input(ir::SchemaId),
    Value(ir::SchemaId),
    Request(usize),
    Failure(usize),
    Success(usize),
    Slot(usize, Slot),
    Message(MessageKey),
}

impl Names {
    pub(crate) fn of(api: &ir::Api, shapes: &Shapes<'_>, diagnostics: &mut Diagnostics) -> Self {
        let components = component_idents(api, names::type_, names::own_type, diagnostics);
        let ids = operation_naming::ids(api);
        let (methods, pages) = operation_naming::methods(api, &ids, diagnostics);
        let prefixes = operation_naming::prefixes(api, &ids);
        let places = places::find(api, shapes, &components, &ids, &prefixes, diagnostics);
        let mut same = same_enumerations(api, &places.named);
        same.extend(&places.same);
        let wanted: BTreeMap<_, _> = places
            .named
            .iter()
            .map(|place| (place.id, (place.home(api), &place.wanted)))
            .collect();

        let mut types = Claims::default();
        // Operations and webhooks have a module each.
        let mut others = [Claims::default(), Claims::default()];
        let of = |home| usize::from(home == Home::Webhooks);
        let messages = message::all(api, shapes);
        let same_messages = message::same(api, &messages);
        let declared = messages.iter().copied();
        let declared = declared.filter(|key| !same_messages.own.contains_key(key));
        let claimed = &mut others;
        operation_naming::claims(api, &ids, &prefixes, declared, &same_messages, claimed);
        for place in &places.named {
            if same
                .get(&place.id)
                .is_some_and(|same| wanted[same] == wanted[&place.id])
            {
                continue;
            }
            let claims = match place.home(api) {
                Home::Types => &mut types,
                home => &mut others[of(home)],
            };
            schema_claims(api, shapes, &same, place, claims);
        }
        for shared in &places.shared {
            let what = format!(
                "type of {} in operation `{}`",
                shared.about.what, ids[shared.operation]
            );
            let claim = Claim::derived(ALIAS, what, shared.wanted.clone(), Some(shared.span));
            let home = operation::home(api, shared.operation);
            others[of(home)].add(Key::Slot(shared.operation, shared.slot), claim);
        }
        let types = types.settle(diagnostics);
        let others: BTreeMap<Key, String> = others
            .into_iter()
            .flat_map(|claims| claims.settle(diagnostics))
            .collect();
        let operation_types = others.values().cloned().collect();

        let operations = (0..ids.len())
            .map(|index| OperationNames {
                id: ids[index].clone(),
                method: methods[index].clone(),
                pages: pages[index].clone(),
                request: others[&Key::Request(index)].clone(),
                failure: others[&Key::Failure(index)].clone(),
                success: others.get(&Key::Success(index)).cloned(),
            })
            .collect();
        let mut names = Self {
            // Modules are private: two schemas of one name have been reported as types.
            modules: component_idents(
                api,
                names::module,
                names::module,
                &mut Diagnostics::default(),
            ),
            operations,
            owned: BTreeMap::new(),
            operation_types,
            schemas: BTreeMap::new(),
            variants: BTreeMap::new(),
            merged: BTreeMap::new(),
            slots: BTreeMap::new(),
            messages: messages
                .into_iter()
                .map(|key| {
                    let own = same_messages.own.get(&key).copied().unwrap_or(key);
                    (key, others[&Key::Message(own)].clone())
                })
                .collect(),
            same_messages,
        };
        names.record(api, places, &same, &types, &others);
        names
    }

    /// The names of a schema, if it has any.
    pub(crate) fn named(&self, id: ir::SchemaId) -> Option<&Named> {
        self.schemas.get(&id)
    }

    /// The names of a union's variants, in the order of `Shapes::branches`.
    pub(crate) fn variants(&self, id: ir::SchemaId) -> &[String] {
        let same = self.named(id).and_then(|named| named.same_as);
        let variants = self.variants.get(&same.unwrap_or(id));
        variants.map_or(&[], Vec::as_slice)
    }

    /// The name of a variant that stands for several in responses.
    pub(crate) fn merged(&self, id: ir::SchemaId, position: usize) -> Option<&str> {
        let same = self.named(id).and_then(|named| named.same_as);
        let merged = self.merged.get(&(same.unwrap_or(id), position));
        merged.map(String::as_str)
    }

    /// The names of what stands in a part of an operation. Where the schema belongs to another operation,
    /// this one keeps a name of its own for it.
    pub(crate) fn in_slot(&self, operation: usize, slot: Slot, id: ir::SchemaId) -> Option<&Named> {
        match self.slots.get(&(operation, slot)) {
            Some((named, _)) => Some(named),
            None => self.named(id),
        }
    }

    /// The names that an operation has for other operations' schemas, with these.
    pub(crate) fn shared(&self, operation: usize) -> impl Iterator<Item = (&Named, ir::SchemaId)> {
        self.slots
            .range((operation, Slot::Parameter(0))..)
            .take_while(move |((index, _), _)| *index == operation)
            .map(|(_, (named, schema))| (named, *schema))
    }

    /// The name of the type of a body or of headers.
    pub(crate) fn message(&self, key: MessageKey) -> Option<&str> {
        self.messages.get(&key).map(String::as_str)
    }

    /// The bodies and headers of an operation that have a type of their own.
    pub(crate) fn messages_of(&self, operation: usize) -> impl Iterator<Item = MessageKey> {
        let all = self.messages.keys().copied();
        all.filter(move |key| {
            key.operation() == operation && !self.same_messages.own.contains_key(key)
        })
    }

    fn record(
        &mut self,
        api: &ir::Api,
        places: Places,
        same: &BTreeMap<ir::SchemaId, ir::SchemaId>,
        types: &BTreeMap<Key, String>,
        others: &BTreeMap<Key, String>,
    ) {
        self.variants = places.variants;
        self.merged = places.merged;
        for place in places.named {
            let home = place.home(api);
            let settled = if home == Home::Types { types } else { others };
            let same_as = same.get(&place.id).copied();
            let claimed = settled.get(&Key::Schema(place.id));
            // Without a claim it shares the name of the equal enum, and there is nothing to declare.
            let Some(ident) = claimed
                .or_else(|| settled.get(&Key::Schema(same_as?)))
                .cloned()
            else {
                continue;
            };
            if claimed.is_some() {
                self.owned.entry(place.owner).or_default().push(place.id);
            }
            let input = settled.get(&Key::Input(place.id)).cloned();
            let value = settled.get(&Key::Value(place.id)).cloned();
            let about = self.about(&place.about);
            self.schemas.insert(
                place.id,
                Named {
                    home,
                    ident,
                    input,
                    value,
                    same_as,
                    about,
                },
            );
        }
        for shared in places.shared {
            let ident = others[&Key::Slot(shared.operation, shared.slot)].clone();
            let about = self.about(&shared.about);
            let named = Named {
                home: operation::home(api, shared.operation),
                ident,
                input: None,
                value: None,
                same_as: None,
                about,
            };
            let slot = (shared.operation, shared.slot);
            self.slots.insert(slot, (named, shared.schema));
        }
    }

    fn about(&self, about: &About) -> String {
        let outer = match about.of {
            Of::Schema(id) => self.schemas.get(&id).map(|named| &named.ident),
            Of::Request(operation) => Some(&self.operations[operation].request),
            Of::Nothing => None,
        };
        match outer {
            Some(outer) => format!("{} of [`{outer}`]", about.what),
            None => about.what.clone(),
        }
    }
}

impl Place {
    fn home(&self, api: &ir::Api) -> Home {
        match self.owner {
            Owner::Component(_) => Home::Types,
            Owner::Operation(index) => operation::home(api, index),
        }
    }
}

/// The name of a component, as the document writes it.
pub(crate) fn component_name(api: &ir::Api, id: ir::SchemaId) -> &str {
    match &api.schema(id).origin.root {
        ir::Root::Component(name) => name,
        _ => "",
    }
}

/// A name for each component.
fn component_idents(
    api: &ir::Api,
    made: fn(&str) -> String,
    own: fn(&str) -> String,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let mut claims = Claims::default();
    for (index, &id) in api.components.iter().enumerate() {
        let name = component_name(api, id);
        let schema = api.schema(id);
        let mut claim = Claim::new("schema", name, made(name), schema.span);
        if let Some(rust_name) = &schema.rust_name {
            claim.wanted = own(rust_name);
            claim.is_exact = true;
        }
        claims.add(index, claim);
    }
    claims.settle(diagnostics).into_values().collect()
}

fn schema_claims(
    api: &ir::Api,
    shapes: &Shapes<'_>,
    same: &BTreeMap<ir::SchemaId, ir::SchemaId>,
    place: &Place,
    claims: &mut Claims<Key>,
) {
    let schema = api.schema(place.id);
    let span = Some(schema.span);
    if is_component(api, place.id) {
        let what = format!("schema `{}`", component_name(api, place.id));
        claims.add(
            Key::Schema(place.id),
            Claim::derived(OWN, what, place.wanted.clone(), span),
        );
    } else {
        let is_alias = same.contains_key(&place.id) || shapes.shape(place.id) == Shape::Written;
        let what = format!("type of {}", place.about.what);
        let rank = match &schema.rust_name {
            Some(_) => OWN,
            None if is_alias => ALIAS,
            None => INLINE,
        };
        claims.add(
            Key::Schema(place.id),
            Claim::derived(rank, what, place.wanted.clone(), span),
        );
    }
    let mut strict = place.wanted.clone();
    if shapes.is_split(place.id) {
        strict.push_str("Input");
        let what = format!("request side of `{}`", place.wanted);
        claims.add(
            Key::Input(place.id),
            Claim::derived(INPUT, what, strict.clone(), span),
        );
    }
    if shapes.has_value_type(place.id) && !same.contains_key(&place.id) {
        let what = format!("value of `{strict}`");
        claims.add(
            Key::Value(place.id),
            Claim::derived(INPUT, what, strict + "Value", span),
        );
    }
}

/// Inline enums that are equal to an enum that comes before them, with that enum. Components come first, then
/// what is inside components, then what operations hold.
fn same_enumerations(api: &ir::Api, places: &[Place]) -> BTreeMap<ir::SchemaId, ir::SchemaId> {
    let mut first: BTreeMap<Vec<&str>, ir::SchemaId> = BTreeMap::new();
    let mut same = BTreeMap::new();
    let is_root = |id| is_component(api, id);
    let (roots, inline): (Vec<_>, Vec<_>) = places.iter().partition(|place| is_root(place.id));
    for place in roots.into_iter().chain(inline) {
        let schema = api.schema(place.id);
        let ir::SchemaKind::Enumeration(enumeration) = &schema.kind else {
            continue;
        };
        if schema.rust_type.is_some() || !schema.rules.is_empty() {
            continue;
        }
        let values = enumeration
            .values
            .iter()
            .map(|value| value.wire_name.as_str())
            .collect();
        match first.get(&values) {
            Some(&earlier) if !is_root(place.id) => {
                same.insert(place.id, earlier);
            }
            Some(_) => {}
            None => {
                first.insert(values, place.id);
            }
        }
    }
    same
}
