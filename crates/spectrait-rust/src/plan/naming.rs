//! The names of all types, operations and modules, decided before anything is built from them.

use std::collections::{BTreeMap, BTreeSet};

use spectrait_ir as ir;
use spectrait_source::Diagnostics;

use super::claims::{Claim, Claims};
use super::places::{About, Of, Owner, Place, Places, Slot};
use super::scope::Home;
use super::shapes::{Direction, Shape, Shapes, is_component};
use super::{names, places, response};

/// What the document names comes first.
const OWN: u8 = 0;
/// `PetInput`, which belongs to a component's name.
const INPUT: u8 = 1;
/// Structs and enums of inline schemas.
const INLINE: u8 = 2;
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
    slots: BTreeMap<(usize, Slot), Named>,
}

/// The names of an operation.
pub(crate) struct OperationNames {
    /// What the document calls it, or the name made for it.
    pub(crate) id: String,
    /// `list_builds`
    pub(crate) method: String,
    /// `list_builds_pages`
    pub(crate) pages: String,
    /// `ListBuildsRequest`
    pub(crate) request: String,
    /// `ListBuildsError`
    pub(crate) failure: String,
    /// `ListBuildsSuccess`, where the successes are an enum.
    pub(crate) success: Option<String>,
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
    /// The equal enum that it is another name of.
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
enum Key {
    Schema(ir::SchemaId),
    Input(ir::SchemaId),
    Value(ir::SchemaId),
    Request(usize),
    Failure(usize),
    Success(usize),
    Slot(usize, Slot),
}

impl Names {
    pub(crate) fn of(api: &ir::Api, shapes: &Shapes<'_>, diagnostics: &mut Diagnostics) -> Self {
        let components = component_idents(api, names::type_, names::own_type, diagnostics);
        let ids: Vec<String> = api.operations.iter().map(operation_id).collect();
        let (methods, pages) = methods(api, &ids, diagnostics);
        let prefixes = prefixes(api, &ids);
        let places = places::find(api, shapes, &components, &ids, &prefixes, diagnostics);
        let same = same_enumerations(api, &places.named);
        let wanted: BTreeMap<_, _> = places
            .named
            .iter()
            .map(|place| (place.id, (home(place), &place.wanted)))
            .collect();

        let mut types = Claims::default();
        let mut others = Claims::default();
        operation_claims(api, &ids, &prefixes, &mut others);
        for place in &places.named {
            if same
                .get(&place.id)
                .is_some_and(|same| wanted[same] == wanted[&place.id])
            {
                continue;
            }
            let claims = if home(place) == Home::Types {
                &mut types
            } else {
                &mut others
            };
            schema_claims(api, shapes, &same, place, claims);
        }
        for shared in &places.shared {
            let what = format!(
                "type of {} in operation `{}`",
                shared.about.what, ids[shared.operation]
            );
            let claim = Claim::derived(ALIAS, what, shared.wanted.clone(), Some(shared.span));
            others.add(Key::Slot(shared.operation, shared.slot), claim);
        }
        let types = types.settle(diagnostics);
        let others = others.settle(diagnostics);
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
            slots: BTreeMap::new(),
        };
        names.record(places, &same, &types, &others);
        names
    }

    /// The names of a schema, if it has any.
    pub(crate) fn named(&self, id: ir::SchemaId) -> Option<&Named> {
        self.schemas.get(&id)
    }

    /// The names of a union's variants, in the order of `Shapes::branches`.
    pub(crate) fn variants(&self, id: ir::SchemaId) -> &[String] {
        self.variants.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The names of what stands in a part of an operation. Where the schema belongs to another operation,
    /// this one keeps a name of its own for it.
    pub(crate) fn in_slot(&self, operation: usize, slot: Slot, id: ir::SchemaId) -> Option<&Named> {
        self.slots
            .get(&(operation, slot))
            .or_else(|| self.named(id))
    }

    /// The name that a part of an operation has for another operation's schema.
    pub(crate) fn shared(&self, operation: usize, slot: Slot) -> Option<&Named> {
        self.slots.get(&(operation, slot))
    }

    /// All of these names of an operation.
    pub(crate) fn shared_idents(&self, operation: usize) -> impl Iterator<Item = String> {
        let of_operation = self
            .slots
            .iter()
            .filter(move |((index, _), _)| *index == operation);
        of_operation.map(|(_, named)| named.ident.clone())
    }

    fn record(
        &mut self,
        places: Places,
        same: &BTreeMap<ir::SchemaId, ir::SchemaId>,
        types: &BTreeMap<Key, String>,
        others: &BTreeMap<Key, String>,
    ) {
        self.variants = places.variants;
        for place in places.named {
            let home = home(&place);
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
                home: Home::Operations,
                ident,
                input: None,
                value: None,
                same_as: None,
                about,
            };
            self.slots.insert((shared.operation, shared.slot), named);
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

fn home(place: &Place) -> Home {
    match place.owner {
        Owner::Component(_) => Home::Types,
        Owner::Operation(_) => Home::Operations,
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

fn operation_id(operation: &ir::Operation) -> String {
    let made = || {
        names::method(&names::operation(
            operation.method.as_str(),
            &operation.path,
        ))
    };
    operation.operation_id.clone().unwrap_or_else(made)
}

/// The methods of the operations, and those for all pages.
fn methods(
    api: &ir::Api,
    ids: &[String],
    diagnostics: &mut Diagnostics,
) -> (Vec<String>, Vec<String>) {
    let mut claims = Claims::default();
    for (index, (operation, id)) in api.operations.iter().zip(ids).enumerate() {
        let method = names::method(id);
        if operation.pagination.is_some() {
            let what = format!("method for all pages of `{id}`");
            claims.add(
                (index, 1),
                Claim::derived(INLINE, what, names::method_of(&method, "pages"), None),
            );
        }
        let mut claim = Claim::new("operation", id, method, operation.span);
        claim.rank = if operation.operation_id.is_some() {
            OWN
        } else {
            INPUT
        };
        claims.add((index, 0), claim);
    }
    let mut settled = claims.settle(diagnostics);
    let mut take = |part| {
        (0..ids.len())
            .map(|index| settled.remove(&(index, part)).unwrap_or_default())
            .collect()
    };
    (take(0), take(1))
}

/// What the types of the operations begin with. Collisions have been reported for the methods.
fn prefixes(api: &ir::Api, ids: &[String]) -> Vec<String> {
    let mut claims = Claims::default();
    for (index, (operation, id)) in api.operations.iter().zip(ids).enumerate() {
        let mut claim = Claim::new("operation", id, names::type_(id), operation.span);
        claim.is_exact = names::plain(&names::method(id)) == id;
        claim.rank = if operation.operation_id.is_some() {
            OWN
        } else {
            INPUT
        };
        claims.add(index, claim);
    }
    claims
        .settle(&mut Diagnostics::default())
        .into_values()
        .collect()
}

fn operation_claims(api: &ir::Api, ids: &[String], prefixes: &[String], claims: &mut Claims<Key>) {
    for (index, prefix) in prefixes.iter().enumerate() {
        let span = Some(api.operations[index].span);
        let mut add = |key, what: &str, suffix: &str| {
            let what = format!("{what} type of operation `{}`", ids[index]);
            claims.add(
                key,
                Claim::derived(OWN, what, format!("{prefix}{suffix}"), span),
            );
        };
        add(Key::Request(index), "request", "Request");
        add(Key::Failure(index), "error", "Error");
        if response::has_success_enum(&api.operations[index]) {
            add(Key::Success(index), "success", "Success");
        }
    }
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
    if shapes.has_value_type(place.id) {
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
