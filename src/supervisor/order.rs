//! In which order services are started that need each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::types::ServiceName;

/// Which services each one needs. Those that are needed and not listed count as there.
pub type Needs = BTreeMap<ServiceName, BTreeSet<ServiceName>>;

/// The services, each behind those that it needs. The error is a circle: each needs the next, the last the first.
pub fn by_need(needs: &Needs) -> Result<Vec<ServiceName>, Vec<ServiceName>> {
    let mut order = Vec::new();
    let mut done = BTreeSet::new();
    for name in needs.keys() {
        visit(needs, name, &mut Vec::new(), &mut done, &mut order)?;
    }
    Ok(order)
}

fn visit(
    needs: &Needs,
    name: &ServiceName,
    path: &mut Vec<ServiceName>,
    done: &mut BTreeSet<ServiceName>,
    order: &mut Vec<ServiceName>,
) -> Result<(), Vec<ServiceName>> {
    if done.contains(name) {
        return Ok(());
    }
    if let Some(from) = path.iter().position(|earlier| earlier == name) {
        return Err(path.split_off(from));
    }
    path.push(name.clone());
    for needed in needs.get(name).into_iter().flatten() {
        visit(needs, needed, path, done, order)?;
    }
    path.pop();
    done.insert(name.clone());
    order.push(name.clone());
    Ok(())
}

/// These services in groups that are stopped one after the other: who needs another goes before it. Services that need
/// each other in a circle go together, last.
pub fn stop_groups(needs: &Needs, names: &[ServiceName]) -> Vec<Vec<ServiceName>> {
    let mut left: BTreeSet<&ServiceName> = names.iter().collect();
    let mut groups = Vec::new();
    while !left.is_empty() {
        let needed: BTreeSet<&ServiceName> = left.iter().filter_map(|name| needs.get(*name)).flatten().collect();
        let free: BTreeSet<&ServiceName> = left.difference(&needed).copied().collect();
        let group = if free.is_empty() { left.clone() } else { free };
        left.retain(|name| !group.contains(name));
        groups.push(group.into_iter().cloned().collect());
    }
    groups
}

/// A circle in words: `a needs b needs a`.
pub fn chain(circle: &[ServiceName]) -> String {
    let names: Vec<String> = circle.iter().chain(circle.first()).map(|name| format!("`{name}`")).collect();
    names.join(" needs ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(text: &str) -> ServiceName {
        text.parse().unwrap()
    }

    fn needs(all: &[(&str, &[&str])]) -> Needs {
        all.iter().map(|(one, needed)| (name(one), needed.iter().map(|it| name(it)).collect())).collect()
    }

    #[test]
    fn a_service_comes_behind_all_that_it_needs_and_a_circle_is_named() {
        let all = needs(&[("a", &["b", "elsewhere"]), ("b", &["c"]), ("c", &[]), ("lonely", &[])]);
        let order: Vec<String> = by_need(&all).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(order, ["c", "b", "elsewhere", "a", "lonely"]);
        let circle = by_need(&needs(&[("x", &["a"]), ("a", &["b"]), ("b", &["a"])])).unwrap_err();
        assert_eq!(chain(&circle), "`a` needs `b` needs `a`");
        assert_eq!(chain(&by_need(&needs(&[("a", &["a"])])).unwrap_err()), "`a` needs `a`");
    }

    #[test]
    fn who_needs_another_is_stopped_before_it() {
        let all = needs(&[("app", &["db", "cache"]), ("cache", &["db"]), ("x", &["y"]), ("y", &["x"])]);
        let groups = |names: &[&str]| -> Vec<String> {
            let names: Vec<ServiceName> = names.iter().map(|it| name(it)).collect();
            let groups = stop_groups(&all, &names).into_iter();
            groups.map(|group| group.iter().map(ServiceName::as_str).collect::<Vec<_>>().join("+")).collect()
        };
        assert_eq!(groups(&["app", "cache", "db", "lonely"]), ["app+lonely", "cache", "db"]);
        assert_eq!(groups(&["db", "cache"]), ["cache", "db"]);
        assert_eq!(groups(&["x", "y", "db"]), ["db", "x+y"]);
    }

    proptest! {
        #[test]
        fn an_order_has_everyone_once_behind_those_needed_or_there_is_a_circle(
            edges in prop::collection::vec((0_usize..8, 0_usize..8), 0..20),
        ) {
            let named = |number: usize| name(&format!("s{number}"));
            let mut all: Needs = (0..8).map(|number| (named(number), BTreeSet::new())).collect();
            for (from, to) in edges {
                all.get_mut(&named(from)).unwrap().insert(named(to));
            }
            match by_need(&all) {
                Ok(order) => {
                    prop_assert_eq!(order.iter().collect::<BTreeSet<_>>().len(), 8);
                    prop_assert_eq!(order.len(), 8);
                    let place = |name: &ServiceName| order.iter().position(|it| it == name).unwrap();
                    for (one, needed) in &all {
                        prop_assert!(needed.iter().all(|other| place(other) < place(one)));
                    }
                }
                Err(circle) => {
                    for (one, next) in circle.iter().zip(circle.iter().cycle().skip(1)) {
                        prop_assert!(all[one].contains(next));
                    }
                }
            }
        }
    }
}
