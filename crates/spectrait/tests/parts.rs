//! Documents of which a part is generated, and documents of several files.

#![expect(
    clippy::unwrap_used,
    reason = "a test stops where its ground is missing"
)]

#[path = "../src/test_folder.rs"]
mod test_folder;

use std::process::Command;

use test_folder::TestFolder;

const SHOP: &str = "\
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /items:
    get:
      operationId: listItems
      tags: [items]
      responses:
        '200':
          description: The items.
          content:
            application/json:
              schema: { type: array, items: { $ref: 'schemas/item.yaml' } }
  /orders:
    $ref: 'orders.yaml'
";

const ITEM: &str = "type: object\nproperties:\n  name: { type: string }\n";

const ORDERS: &str = "\
get:
  operationId: listOrders
  tags: [orders]
  responses:
    '200':
      description: Orders.
      content: { application/json: { schema: { $ref: 'schemas/ordr.yaml' } } }
";

fn folder(name: &str) -> TestFolder {
    let folder = TestFolder::new(name);
    folder.write("api/shop.yaml", SHOP);
    folder.write("api/schemas/item.yaml", ITEM);
    folder.write("api/schemas/order.yaml", ITEM);
    folder.write("api/orders.yaml", ORDERS);
    folder
}

/// What a run prints and ends with, as text.
fn run(folder: &TestFolder, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_spectrait"))
        .args(arguments)
        .current_dir(folder.path(""))
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    format!(
        "$ spectrait {}\n{}{}exit code {}\n",
        arguments.join(" "),
        text(&output.stdout),
        text(&output.stderr),
        output.status.code().unwrap()
    )
}

#[test]
fn files_beside_the_document_are_read() {
    let folder = folder("parts_files");
    let before = folder.list();
    insta::assert_snapshot!(run(&folder, &["check", "api/shop.yaml"]));
    assert_eq!(folder.list(), before);
    insta::assert_snapshot!(run(&folder, &["check", "api/shop.yaml", "--placeholders"]));
    folder.write("api/orders.yaml", &ORDERS.replace("ordr", "order"));
    let said = run(&folder, &["generate", "api/shop.yaml", "--output", "out"]);
    assert!(said.contains(": 2 operations, "), "{said}");
    let types = folder.read("out/openapi.yaml");
    assert!(!types.contains("item.yaml"), "{types}");
}

#[cfg(unix)]
#[test]
fn files_outside_of_the_folder_are_not_read() {
    let folder = folder("parts_outside");
    folder.write("secret.yaml", ITEM);
    std::os::unix::fs::symlink(
        folder.path("secret.yaml"),
        folder.path("api/schemas/linked.yaml"),
    )
    .unwrap();
    // The document itself may be reached through a link.
    std::os::unix::fs::symlink(folder.path("api"), folder.path("linked")).unwrap();
    for (file, expected) in [
        ("schemas/linked.yaml", "`schemas/linked.yaml` is outside"),
        ("../secret.yaml", "`../secret.yaml` is outside"),
        ("schemas", "`schemas` cannot be read: "),
        ("schemas/order.yaml", "no problems"),
    ] {
        folder.write(
            "api/orders.yaml",
            &ORDERS.replace("schemas/ordr.yaml", file),
        );
        let said = run(&folder, &["check", "linked/shop.yaml"]);
        assert!(said.contains(expected), "{file}: {said}");
    }
}

#[test]
fn what_is_left_out_is_not_followed_either() {
    let folder = folder("parts_left_out");
    for arguments in [
        &["--exclude", "listOrders"][..],
        &["--tag", "items"],
        &["--operation", "GET /items"],
    ] {
        let generate = ["generate", "api/shop.yaml", "--output", "out"];
        let said = run(&folder, &[&generate, arguments].concat());
        // The file of `/orders` is read; what is wrong in it is gone with its operation.
        assert!(said.contains("(left out: 1 operation, "), "{said}");
    }
}

#[test]
fn settings_choose_and_options_replace_them() {
    let folder = folder("parts_settings");
    folder.write("api/orders.yaml", &ORDERS.replace("ordr", "order"));
    folder.write(
        "api/shop.settings.yaml",
        "tags:\n  - items\nexclude:\n  - Nothing\n  - orders\n",
    );
    let check = |arguments: &[&str]| {
        let check = [&["check", "api/shop.yaml"][..], arguments].concat();
        run(&folder, &check)
    };
    let said = [
        check(&[]),
        check(&["--exclude", "orders"]),
        check(&["--operation", "listOrders", "--exclude", "listItems"]),
        check(&["--tag", "ordrs"]),
    ];
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn what_has_no_type_is_listed() {
    let folder = folder("parts_untyped");
    folder.write(
        "api/orders.yaml",
        &ORDERS.replace("schemas/ordr.yaml", "schemas/thing.yaml"),
    );
    folder.write("api/schemas/thing.yaml", "{}\n");
    let said = [
        run(&folder, &["check", "api/shop.yaml", "--report-untyped"]),
        run(
            &folder,
            &[
                "check",
                "api/shop.yaml",
                "--report-untyped",
                "--message-format",
                "json",
            ],
        ),
    ];
    insta::assert_snapshot!(said.join("\n"));
}
