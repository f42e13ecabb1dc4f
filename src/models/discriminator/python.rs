//! `model.py`: parsed, not run. What the network allows is a list of its own (`spec/gas.md` 14.1).

use std::collections::BTreeSet;

use tree_sitter::{Node, Parser};

use super::Fault;

/// Modules that may be imported, with all below them.
const ALLOWED: [&str; 24] = [
    "torch",
    "torchvision",
    "torchaudio",
    "transformers",
    "timm",
    "einops",
    "safetensors",
    "flash_attn",
    "PIL",
    "cv2",
    "skimage",
    "decord",
    "numpy",
    "scipy",
    "fvcore",
    "ultralytics",
    "math",
    "functools",
    "typing",
    "collections",
    "dataclasses",
    "enum",
    "abc",
    "pathlib",
];

/// Names that are built in and may not be used.
const BLOCKED: [&str; 8] = ["eval", "exec", "compile", "__import__", "getattr", "setattr", "globals", "locals"];

/// Places with wrong syntax that are told; the rest is mostly a consequence.
const MOST_SYNTAX: usize = 3;

/// Faults that are told.
const MOST: usize = 200;

const ENTRY: &str = "load_model";
const PARAMETERS: [&str; 2] = ["weights_path", "num_classes"];

/// Notes what the network would refuse.
pub(super) fn check(file: &str, text: &str, faults: &mut Vec<Fault>) {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_python::LANGUAGE.into())
        .expect("the grammar is of a version that the library reads");
    let tree = parser.parse(text, None).expect("a parser with a language and without a limit gives a tree");
    let mut look = Look { file, source: text.as_bytes(), faults, wrong_syntax: 0, own: BTreeSet::new() };
    walk(tree.root_node(), |node, _, scopes| look.bind(node, scopes));
    walk(tree.root_node(), |node, field, scopes| look.node(node, field, scopes));
    look.entry(tree.root_node());
}

/// Visits each node with the name of its field and the scopes around it: modules, functions and lambdas by their number,
/// classes as `None`, since what they define is no name within their functions.
fn walk<'t>(root: Node<'t>, mut visit: impl FnMut(Node<'t>, Option<&str>, &[Option<usize>])) {
    let is_scope =
        |node: Node<'_>| matches!(node.kind(), "module" | "function_definition" | "lambda" | "class_definition");
    let mut cursor = root.walk();
    let mut scopes = Vec::new();
    // By hand: a file may nest deeper than a stack.
    loop {
        let node = cursor.node();
        visit(node, cursor.field_name(), &scopes);
        if cursor.goto_first_child() {
            if is_scope(node) {
                scopes.push((node.kind() != "class_definition").then(|| node.id()));
            }
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
            if is_scope(cursor.node()) {
                scopes.pop();
            }
        }
    }
}

/// Whether this name is given to something here: a parameter, an assignment, an import, a definition.
fn binds(mut node: Node<'_>) -> bool {
    while let Some(parent) = node.parent() {
        let is = |field: &str| parent.child_by_field_name(field).is_some_and(|child| child.id() == node.id());
        match parent.kind() {
            "pattern_list"
            | "tuple_pattern"
            | "list_pattern"
            | "list_splat_pattern"
            | "dictionary_splat_pattern"
            | "as_pattern_target" => node = parent,
            "dotted_name" => return parent.parent().is_some_and(|import| import.kind().starts_with("import")),
            "parameters" | "lambda_parameters" => return true,
            "typed_parameter" => return !is("type"),
            "assignment" | "for_statement" | "for_in_clause" => return is("left"),
            "default_parameter"
            | "typed_default_parameter"
            | "named_expression"
            | "function_definition"
            | "class_definition" => return is("name"),
            "as_pattern" => return node.kind() == "as_pattern_target",
            _ => return is("alias"),
        }
    }
    false
}

struct Look<'a> {
    file: &'a str,
    source: &'a [u8],
    faults: &'a mut Vec<Fault>,
    wrong_syntax: usize,
    /// Names like those that are built in, which the code gives to something of its own, with the scope.
    own: BTreeSet<(usize, &'static str)>,
}

impl<'a> Look<'a> {
    fn text(&self, node: Node<'_>) -> &'a str {
        node.utf8_text(self.source).unwrap_or_default()
    }

    /// What may be wrong only by the network's rules, or by what is known here of Python.
    fn note(&mut self, node: Node<'_>, what: String, fix: &str) {
        let fault = Fault::line(self.file, node.start_position().row + 1, what, fix).perhaps();
        if self.faults.len() < MOST && !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    fn bind(&mut self, node: Node<'_>, scopes: &[Option<usize>]) {
        let Some(name) = self.blocked(node).filter(|_| binds(node)) else { return };
        let is_definition = node.parent().is_some_and(|parent| parent.kind().ends_with("_definition"));
        let around = scopes.len() - usize::from(is_definition && !scopes.is_empty());
        if let Some(Some(scope)) = scopes[..around].last() {
            self.own.insert((*scope, name));
        }
    }

    /// The built-in name that this node may mean.
    fn blocked(&self, node: Node<'_>) -> Option<&'static str> {
        let name = (node.kind() == "identifier").then(|| self.text(node))?;
        BLOCKED.into_iter().find(|blocked| *blocked == name)
    }

    fn node(&mut self, node: Node<'_>, field: Option<&str>, scopes: &[Option<usize>]) {
        if node.is_error() || node.is_missing() {
            if self.wrong_syntax < MOST_SYNTAX {
                self.note(node, "this is no Python".into(), "mend the syntax");
            }
            self.wrong_syntax += 1;
            return;
        }
        match node.kind() {
            "import_statement" => {
                let mut cursor = node.walk();
                let names: Vec<Node<'_>> = node.children_by_field_name("name", &mut cursor).collect();
                for name in names {
                    let module = name.child_by_field_name("name").unwrap_or(name);
                    self.module(name, self.text(module));
                }
            }
            "import_from_statement" => {
                if let Some(module) = node.child_by_field_name("module_name") {
                    self.module(node, self.text(module));
                }
            }
            // A name that is defined, or an attribute such as `model.eval`, is no use of what is built in.
            "identifier" if !matches!(field, Some("attribute" | "name")) => {
                if let Some(name) = self.blocked(node)
                    && !binds(node)
                    && !scopes.iter().flatten().any(|scope| self.own.contains(&(*scope, name)))
                {
                    let what = format!("`{name}` is not allowed");
                    self.note(node, what, "write the code out instead of making it at run time");
                }
            }
            "print_statement" | "exec_statement" => self.note(node, "this is Python 2".into(), "write Python 3"),
            _ => {}
        }
    }

    fn module(&mut self, node: Node<'_>, module: &str) {
        let root = module.split('.').next().unwrap_or_default().trim();
        if root.is_empty() {
            let what = format!("`{module}` is a file beside this one");
            self.note(node, what, "put all code into model.py");
        } else if !ALLOWED.contains(&root) {
            let what = format!("module `{root}` may not be imported");
            self.note(node, what, &format!("do without it; allowed are {}", ALLOWED.join(", ")));
        }
    }

    /// The function by which the network gets the model.
    fn entry(&mut self, root: Node<'_>) {
        let wanted = format!("{ENTRY}({})", PARAMETERS.join(", "));
        let mut cursor = root.walk();
        let functions = root.named_children(&mut cursor).filter_map(|node| match node.kind() {
            "function_definition" => Some(node),
            "decorated_definition" => {
                node.child_by_field_name("definition").filter(|inner| inner.kind() == "function_definition")
            }
            _ => None,
        });
        let is_it = |node: &Node<'_>| node.child_by_field_name("name").is_some_and(|name| self.text(name) == ENTRY);
        // The last one counts, as in Python.
        let Some(function) = functions.filter(is_it).last() else {
            let what = format!("there is no function `{wanted}`");
            self.faults.push(Fault::file(self.file, what, "define it at the top level; it returns the model"));
            return;
        };
        if function.child(0).is_some_and(|first| first.kind() == "async") {
            let line = function.start_position().row + 1;
            let fix = "define it with `def` alone";
            self.faults.push(Fault::line(self.file, line, format!("`{ENTRY}` is async"), fix));
        }
        let Some(parameters) = function.child_by_field_name("parameters") else { return };
        let (positional, further) = self.parameters(parameters);
        let what = if positional.get(..2).is_none_or(|first| first != PARAMETERS) {
            format!("`{ENTRY}` takes {}", self.text(parameters))
        } else if further > 0 {
            format!("`{ENTRY}` needs more than `{}`", PARAMETERS.join(", "))
        } else {
            return;
        };
        self.note(function, what, &format!("it is called as `{wanted}`: give all others a default"));
    }

    /// Names that can be given by position, and how many behind the second have no default.
    fn parameters(&self, parameters: Node<'_>) -> (Vec<String>, usize) {
        let mut cursor = parameters.walk();
        let (mut positional, mut further, mut by_name_only) = (Vec::new(), 0, false);
        for node in parameters.named_children(&mut cursor) {
            let (name, has_default) = match node.kind() {
                "identifier" => (Some(node), false),
                "typed_parameter" => (node.named_child(0).filter(|name| name.kind() == "identifier"), false),
                "default_parameter" | "typed_default_parameter" => (node.child_by_field_name("name"), true),
                "keyword_separator" | "list_splat_pattern" => {
                    by_name_only = true;
                    continue;
                }
                _ => continue,
            };
            let Some(name) = name else {
                by_name_only = true; // `*args: int`
                continue;
            };
            if !has_default && (by_name_only || positional.len() >= 2) {
                further += 1;
            }
            if !by_name_only {
                positional.push(self.text(name).to_owned());
            }
        }
        (positional, further)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOAD: &str = "def load_model(weights_path, num_classes):\n    return None\n";

    fn told(code: &str) -> Vec<(Option<usize>, String)> {
        let mut faults = Vec::new();
        check("model.py", code, &mut faults);
        faults.into_iter().map(|fault| (fault.line, fault.what)).collect()
    }

    #[test]
    fn what_models_are_made_of_is_allowed() {
        let good = "import torch\nimport torch.nn.functional as F\nfrom torchvision import models\nfrom pathlib import Path\n\n\
                    class Net(torch.nn.Module):\n    def compile(self):\n        self.eval()\n        model = torch.compile(self)\n        \
                    return f(compile=True)\n\n";
        assert_eq!(told(&format!("{good}{LOAD}")), []);
        // What bears the name of something built in is none.
        let own = "from __future__ import annotations\nfrom torch import compile\n\ndef f(eval: int, *, exec=1):\n    getattr = \
                   eval + exec\n    return [getattr for locals in compile(getattr) if locals], lambda setattr: setattr\n\n";
        assert_eq!(told(&format!("{own}{LOAD}")), []);
        for load in [
            "def load_model(weights_path: str, num_classes: int = 2, *, strict=True, **rest) -> object:\n    pass\n",
            "@torch.no_grad()\ndef load_model(weights_path, num_classes, device='cpu'):\n    pass\n",
        ] {
            assert_eq!(told(&format!("import torch\n{load}")), [], "{load}");
        }
    }

    #[test]
    fn each_import_and_name_that_is_not_allowed_is_told_with_its_line() {
        let bad = "import os, torch\nimport numpy as np, subprocess as s\nfrom urllib.request import urlopen\nfrom . import net\n\
                   x = eval('1')\nf = getattr\n\ndef g():\n    import pickle\n    y = lambda eval: exec\n\n\
                   class A:\n    def compile(self):\n        return compile\n";
        let found = told(&format!("{bad}{LOAD}"));
        let lines: Vec<_> = found.iter().filter_map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 2, 3, 4, 5, 6, 9, 10, 14], "{found:?}");
        for (index, word) in [
            "`os`",
            "`subprocess`",
            "`urllib`",
            "a file beside",
            "`eval`",
            "`getattr`",
            "`pickle`",
            "`exec`",
            "`compile`",
        ]
        .into_iter()
        .enumerate()
        {
            assert!(found[index].1.contains(word), "{word}: {found:?}");
        }
    }

    #[test]
    fn the_entry_must_stand_at_the_top_and_take_both_arguments() {
        for (bad, word) in [
            ("import torch\n", "there is no function `load_model(weights_path, num_classes)`"),
            ("class A:\n    def load_model(self, weights_path, num_classes):\n        pass\n", "there is no function"),
            ("def load_model(weights_path):\n    pass\n", "`load_model` takes (weights_path)"),
            ("def load_model(path, n):\n    pass\n", "`load_model` takes (path, n)"),
            ("def load_model(weights_path, num_classes, device):\n    pass\n", "needs more than"),
            ("async def load_model(weights_path, num_classes):\n    pass\n", "is async"),
        ] {
            let found = told(bad);
            assert!(found.len() == 1 && found[0].1.contains(word), "{bad}: {found:?}");
        }
    }

    #[test]
    fn wrong_syntax_is_told_by_line_and_deep_nesting_does_no_harm() {
        let found = told(&format!("{LOAD}x = = 1\n"));
        assert_eq!(found.first().map(|(line, _)| *line), Some(Some(3)), "{found:?}");
        told(&"(".repeat(2000));
        assert_eq!(told(&format!("{LOAD}x = {}1{}\n", "(".repeat(200), ")".repeat(200))), []);
    }
}
