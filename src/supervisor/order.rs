//! In which order services are started and stopped that need each other.

use std::collections::BTreeSet;

use crate::types::ServiceName;

/// Services that need each other in a circle: each needs the next, the last the first.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("services wait for each other: {}", chain(.0))]
pub struct Circle(pub Vec<ServiceName>);

fn chain(circle: &[ServiceName]) -> String {
    let names: Vec<String> = circle.iter().chain(circle.first()).map(|name| format!("`{name}`")).collect();
    names.join(" needs ")
}

/// These services and all that they need, each once and behind what it needs itself. `needs` gives what one needs
/// directly.
pub fn by_need<'a, N: IntoIterator<Item = ServiceName>>(
    names: impl IntoIterator<Item = &'a ServiceName>,
    needs: impl Fn(&ServiceName) -> N,
) -> Result<Vec<ServiceName>, Circle> {
    let mut order = Vec::new();
    let mut done = BTreeSet::new();
    for first in names {
        // Who is being looked at, with what of its needs is left to look at. No recursion: the depth is the operator's.
        let mut path: Vec<(ServiceName, N::IntoIter)> = Vec::new();
        let mut next = Some(first.clone());
        loop {
            if let Some(name) = next.take().filter(|name| !done.contains(name)) {
                if let Some(at) = path.iter().position(|(above, _)| *above == name) {
                    return Err(Circle(path.drain(at..).map(|(name, _)| name).collect()));
                }
                let left = needs(&name).into_iter();
                path.push((name, left));
            }
            let Some((_, left)) = path.last_mut() else { break };
            next = left.next();
            if next.is_none()
                && let Some((name, _)) = path.pop()
            {
                done.insert(name.clone());
                order.push(name);
            }
        }
    }
    Ok(order)
}

/// These services in groups that are stopped one after the other: who needs another goes before it. Services that need
/// each other in a circle go together, last.
pub fn stop_groups<N: IntoIterator<Item = ServiceName>>(
    names: &[ServiceName],
    needs: impl Fn(&ServiceName) -> N,
) -> Vec<Vec<ServiceName>> {
    let mut left: BTreeSet<ServiceName> = names.iter().cloned().collect();
    let mut groups = Vec::new();
    while !left.is_empty() {
        let needed: BTreeSet<ServiceName> = left.iter().flat_map(&needs).collect();
        let free: BTreeSet<ServiceName> = left.difference(&needed).cloned().collect();
        let group = if free.is_empty() { left.clone() } else { free };
        left.retain(|name| !group.contains(name));
        groups.push(group.into_iter().collect());
    }
    groups
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    type Needs = BTreeMap<ServiceName, BTreeSet<ServiceName>>;

    fn name(text: &str) -> ServiceName {
        text.parse().unwrap()
    }

    fn needs(all: &[(&str, &[&str])]) -> Needs {
        all.iter().map(|(one, needed)| (name(one), needed.iter().map(|it| name(it)).collect())).collect()
    }

    fn of(all: &Needs) -> impl Fn(&ServiceName) -> BTreeSet<ServiceName> {
        |name| all.get(name).cloned().unwrap_or_default()
    }

    #[test]
    fn a_service_comes_behind_all_that_it_needs_and_a_circle_is_named() {
        let all = needs(&[("a", &["b", "elsewhere"]), ("b", &["c"]), ("c", &[]), ("lonely", &[])]);
        let order: Vec<String> = by_need(all.keys(), of(&all)).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(order, ["c", "b", "elsewhere", "a", "lonely"]);
        assert_eq!(by_need(&[name("c"), name("c")], of(&all)).unwrap(), [name("c")], "others are left out");
        for (all, says) in [
            (needs(&[("x", &["a"]), ("a", &["b"]), ("b", &["a"])]), "`a` needs `b` needs `a`"),
            (needs(&[("a", &["a"])]), "`a` needs `a`"),
        ] {
            let circle = by_need(all.keys(), of(&all)).unwrap_err();
            assert_eq!(circle.to_string(), format!("services wait for each other: {says}"));
        }
    }

    #[test]
    fn a_long_chain_is_followed_to_its_end() {
        let long: Needs =
            (0..5_000).map(|at| (name(&format!("s{at}")), [name(&format!("s{}", at + 1))].into())).collect();
        let order = by_need(&[name("s0")], of(&long)).unwrap();
        assert_eq!((order.len(), order.last()), (5_001, Some(&name("s0"))));
    }

    #[test]
    fn who_needs_another_is_stopped_before_it() {
        let all = needs(&[("app", &["db", "cache"]), ("cache", &["db"]), ("x", &["y"]), ("y", &["x"])]);
        let groups = |names: &[&str]| -> Vec<String> {
            let names: Vec<ServiceName> = names.iter().map(|it| name(it)).collect();
            let groups = stop_groups(&names, of(&all)).into_iter();
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
            match by_need(all.keys(), of(&all)) {
                Ok(order) => {
                    prop_assert_eq!(order.iter().collect::<BTreeSet<_>>().len(), 8);
                    prop_assert_eq!(order.len(), 8);
                    let place = |name: &ServiceName| order.iter().position(|it| it == name).unwrap();
                    for (one, needed) in &all {
                        prop_assert!(needed.iter().all(|other| place(other) < place(one)));
                    }
                }
                Err(Circle(circle)) => {
                    for (one, next) in circle.iter().zip(circle.iter().cycle().skip(1)) {
                        prop_assert!(all[one].contains(next));
                    }
                }
            }
        }
    }
}
