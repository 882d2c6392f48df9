use spectrait_source::{Entry, Kind, Mapping, Node};

use crate::{read_clean, read_text};

#[test]
fn accessors() {
    let (_, node) = read_clean(
        "a.yaml",
        "s: text\nb: true\nn: 2.0\nz: null\na: [1, 2]\no: {k: v}\n",
    );
    let names: Vec<_> = node
        .as_object()
        .expect("an object")
        .iter()
        .map(|entry| entry.value.kind_name())
        .collect();
    assert_eq!(
        names,
        [
            "a string",
            "a boolean",
            "a number",
            "null",
            "an array",
            "an object"
        ]
    );
    let get = |key| node.get(key).expect(key);
    assert_eq!(get("s").as_str(), Some("text"));
    assert_eq!(get("b").as_bool(), Some(true));
    assert_eq!(
        get("n")
            .as_number()
            .and_then(spectrait_source::Number::as_i64),
        Some(2)
    );
    assert_eq!(get("a").as_array().map(<[Node]>::len), Some(2));
    assert_eq!(get("o").as_object().map(Mapping::len), Some(1));
    assert!(get("z").is_null());
    assert!(
        get("s").as_bool().is_none()
            && get("b").as_str().is_none()
            && get("n").as_array().is_none()
    );
    assert!(node.get("x").is_none() && get("a").get("0").is_none());
}

#[test]
fn members_are_found_by_name_and_kept_in_order() {
    for count in [0, 1, 7, 8, 9, 10, 500] {
        let members: Vec<_> = (0..count)
            .map(|number| format!("\"k{}\": {number}", (number * 7919) % 10_007))
            .collect();
        let (_, node) = read_clean("a.json", &format!("{{{}}}", members.join(",")));
        let mapping = node.as_object().expect("an object");
        assert_eq!(mapping.len(), count);
        assert_eq!(mapping.is_empty(), count == 0);
        for (number, entry) in mapping.iter().enumerate() {
            assert_eq!(
                entry
                    .value
                    .as_number()
                    .and_then(spectrait_source::Number::as_u64),
                Some(number as u64)
            );
            assert_eq!(mapping.entry(&entry.key.text), Some(entry));
            assert_eq!(mapping.get(&entry.key.text), Some(&entry.value));
            assert!(mapping.contains_key(&entry.key.text));
        }
        assert!(
            mapping
                .keys()
                .eq(mapping.iter().map(|entry| &*entry.key.text))
        );
        assert!(
            mapping.get("k").is_none() && mapping.get("").is_none() && mapping.get("zzz").is_none()
        );
    }
}

#[test]
fn the_first_of_equal_keys_stays() {
    // Below and above the size from which there is an index, also when the repetitions pass it.
    for distinct in [1, 3, 8, 9, 20] {
        let names: Vec<_> = (0..distinct).map(|number| format!("k{number}")).collect();
        let members = names.iter().chain(&names).chain(names.iter().rev());
        let lines: Vec<_> = members
            .enumerate()
            .map(|(number, name)| format!("{name}: {number}"))
            .collect();
        let text = lines.join("\n");
        let (_, _, node, diagnostics) = read_text("a.yaml", &text);
        let node = node.expect("a tree");
        let mapping = node.as_object().expect("an object");
        assert_eq!(mapping.keys().collect::<Vec<_>>(), names);
        assert_eq!(diagnostics.len(), 2 * distinct);
        for (number, name) in names.iter().enumerate() {
            let value = mapping
                .get(name)
                .and_then(Node::as_number)
                .and_then(spectrait_source::Number::as_u64);
            assert_eq!(value, Some(number as u64));
        }
        let places: Vec<_> = diagnostics
            .iter()
            .filter_map(|diagnostic| Some(diagnostic.primary.as_ref()?.span.start))
            .collect();
        assert!(places.is_sorted(), "{places:?}");
    }
}

#[test]
fn a_mapping_can_be_made_of_entries() {
    let (_, node) = read_clean("a.yaml", "b: 1\na: 2\n");
    let Kind::Object(mapping) = node.kind else {
        panic!("an object")
    };
    let mut entries: Vec<Entry> = mapping.into_iter().collect();
    entries.push(entries[0].clone());
    let mapping: Mapping = entries.into_iter().collect();
    assert_eq!(mapping.keys().collect::<Vec<_>>(), ["b", "a"]);
}

#[test]
fn values_are_compared_as_json_schema_does() {
    let (_, node) = read_clean(
        "a.yaml",
        "- {a: 1, b: [x, null]}\n- {b: [\"x\", ~], a: 1.0}\n- {a: 1, b: [null, x]}\n- {a: 1}\n- '1'\n- 1\n- 1e0\n- true\n",
    );
    let values = node.as_array().expect("an array");
    let equal: Vec<(usize, usize)> = (0..values.len())
        .flat_map(|left| (left + 1..values.len()).map(move |right| (left, right)))
        .filter(|&(left, right)| values[left].same_value(&values[right]))
        .collect();
    assert_eq!(equal, [(0, 1), (5, 6)]);
    assert_ne!(values[5], values[6], "equality includes the place");
}
