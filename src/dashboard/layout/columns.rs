//! Columns of tables: which of them fit, and where.

use crate::dashboard::app::{MinerColumn, ServiceColumn};

/// A column: its width, and how wide it may grow.
struct Column<C>(C, u16, u16);

/// Columns of services in an inside of this width, each with its offset in the inside and its width. Those that matter
/// most stay longest; names and reasons take what is left.
pub(in crate::dashboard) fn service_columns(width: u16) -> Vec<(ServiceColumn, u16, u16)> {
    use ServiceColumn::{
        Cpu, Descriptors, Gpu, GpuMemory, Health, LastExit, LogAge, Memory, Name, Restarts, Role, State, Threads,
        Uptime,
    };
    let by_worth = [
        Column(State, 10, 10),
        Column(Name, 12, 24),
        Column(Cpu, 4, 13),
        Column(Memory, 5, 18),
        Column(LogAge, 5, 5),
        Column(Uptime, 6, 7),
        Column(Restarts, 5, 8),
        Column(GpuMemory, 5, 7),
        Column(Gpu, 4, 4),
        Column(Role, 10, 10),
        Column(LastExit, 10, 13),
        Column(Health, 14, 24),
        Column(Threads, 5, 7),
        Column(Descriptors, 5, 5),
    ];
    let order = [
        State,
        Name,
        Role,
        Uptime,
        Restarts,
        LastExit,
        Cpu,
        Memory,
        Gpu,
        GpuMemory,
        Threads,
        Descriptors,
        LogAge,
        Health,
    ];
    place(width, &by_worth, &order)
}

/// The same for a validator's miners.
pub(in crate::dashboard) fn miner_columns(width: u16) -> Vec<(MinerColumn, u16, u16)> {
    use MinerColumn::{Challenged, Hotkey, Rejected, Score, Uid, Verified, Weight};
    let by_worth = [
        Column(Uid, 5, 5),
        Column(Score, 7, 7),
        Column(Weight, 7, 7),
        Column(Verified, 9, 9),
        Column(Hotkey, 11, 48),
        Column(Challenged, 10, 10),
        Column(Rejected, 20, 60),
    ];
    place(width, &by_worth, &[Uid, Hotkey, Challenged, Verified, Rejected, Score, Weight])
}

/// Takes columns by worth while they fit behind the mark of the selected row, with a space between; then lets them grow
/// in the same order.
fn place<C: Copy + PartialEq>(width: u16, by_worth: &[Column<C>], order: &[C]) -> Vec<(C, u16, u16)> {
    let mut left = width.saturating_sub(1);
    let mut taken: Vec<(C, u16, u16)> = Vec::with_capacity(order.len());
    for Column(column, least, most) in by_worth {
        let gap = u16::from(!taken.is_empty());
        if left < least + gap {
            break;
        }
        left -= least + gap;
        taken.push((*column, *least, *most));
    }
    for (_, least, most) in &mut taken {
        let more = left.min(*most - *least);
        *least += more;
        left -= more;
    }
    let mut x = 1;
    let placed = order.iter().filter_map(|column| taken.iter().find(|(other, ..)| other == column));
    placed
        .map(|(column, width, _)| {
            let at = x;
            x += width + 1;
            (*column, at, *width)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fit_and_keep_their_order_at_any_width() {
        for width in 0..250 {
            let columns = service_columns(width);
            let ends: Vec<u16> = columns.iter().map(|(_, x, column)| x + column).collect();
            assert!(ends.iter().all(|end| *end <= width), "{width}: {columns:?}");
            assert!(columns.windows(2).all(|pair| pair[0].1 + pair[0].2 < pair[1].1), "{width}: {columns:?}");
            assert!(miner_columns(width).iter().all(|(_, x, column)| x + column <= width));
        }
    }

    #[test]
    fn eighty_columns_hold_every_figure_of_a_service() {
        let columns: Vec<ServiceColumn> = service_columns(78).into_iter().map(|(column, ..)| column).collect();
        for needed in [
            ServiceColumn::Name,
            ServiceColumn::Role,
            ServiceColumn::State,
            ServiceColumn::Uptime,
            ServiceColumn::Restarts,
            ServiceColumn::Cpu,
            ServiceColumn::Memory,
            ServiceColumn::GpuMemory,
            ServiceColumn::Gpu,
            ServiceColumn::LogAge,
        ] {
            assert!(columns.contains(&needed), "{needed:?} is not in {columns:?}");
        }
        assert_eq!(service_columns(158).len(), 14);
    }
}
