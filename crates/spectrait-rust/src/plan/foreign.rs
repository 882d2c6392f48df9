//! `x-rust-type`: types that are written elsewhere.

use spectrait_ir as ir;
use spectrait_source::{Diagnostic, Diagnostics, codes};

use crate::model::{Argument, Type};

/// A path as the document writes it: `money::Amount`, `::std::vec::Vec<u8>`. `None` for what is no path of a type.
pub(crate) fn path(text: &str) -> Option<Type> {
    let syn::Type::Path(path) = syn::parse_str(text).ok()? else {
        return None;
    };
    path.qself.is_none().then(|| of_path(&path.path))?
}

fn of_path(path: &syn::Path) -> Option<Type> {
    let mut ty = Type {
        path: Vec::new(),
        arguments: Vec::new(),
    };
    if path.leading_colon.is_some() {
        // An empty segment, for the colons before the first name.
        ty.path.push(String::new());
    }
    let last = path.segments.len() - 1;
    for (index, segment) in path.segments.iter().enumerate() {
        ty.path.push(segment.ident.to_string());
        match &segment.arguments {
            syn::PathArguments::None => {}
            syn::PathArguments::AngleBracketed(arguments) if index == last => {
                for argument in &arguments.args {
                    let syn::GenericArgument::Type(syn::Type::Path(inner)) = argument else {
                        return None;
                    };
                    ty.arguments.push(Argument::Type(of_path(&inner.path)?));
                }
            }
            _ => return None,
        }
    }
    Some(ty)
}

/// Reports the paths that are none.
pub(crate) fn check(api: &ir::Api, diagnostics: &mut Diagnostics) {
    for schema in &api.schemas {
        let Some(text) = schema
            .rust_type
            .as_ref()
            .filter(|text| path(text).is_none())
        else {
            continue;
        };
        diagnostics.push(
            Diagnostic::error(
                codes::INVALID_VALUE,
                format!("`x-rust-type` is no path of a Rust type: `{text}`"),
            )
            .at(schema.span, "the type of this schema")
            .help("write a path, with generic arguments if need be: `my_crate::Money` or `std::vec::Vec<u8>`"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn only_paths_are_types() {
        let money = path("my_crate::Money").unwrap();
        assert_eq!(money.path, ["my_crate", "Money"]);
        assert_eq!(path("::a::B<u8>").unwrap().path, ["", "a", "B"]);
        assert_eq!(path("Vec<Vec<u8>>").unwrap().arguments.len(), 1);
        for text in [
            "",
            "&str",
            "a b",
            "fn()",
            "<A as B>::C",
            "a::<u8>::b",
            "Vec<'a>",
            "[u8; 4]",
        ] {
            assert!(path(text).is_none(), "{text}");
        }
    }
}
