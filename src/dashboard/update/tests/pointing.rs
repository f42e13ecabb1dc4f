//! The mouse.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Rect;

use super::super::go::inside;
use super::*;
use crate::dashboard::app::ServiceColumn;
use crate::dashboard::layout::{areas, service_columns};

const LEFT: MouseEventKind = MouseEventKind::Down(MouseButton::Left);
const DRAG: MouseEventKind = MouseEventKind::Drag(MouseButton::Left);
const UP: MouseEventKind = MouseEventKind::Up(MouseButton::Left);

fn point(app: &mut App, kind: MouseEventKind, column: u16, row: u16) -> Vec<Effect> {
    update(app, Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }))
}

#[test]
fn a_click_selects_the_pane_and_the_row_under_it() {
    let mut app = app();
    app.size = (160, 45);
    app.view.focus = Pane::Log;
    let Rect { x, y, .. } = inside(&app, Pane::Services);
    let second = rows::services(&app)[1].status.name.clone();
    point(&mut app, LEFT, x + 5, y + 2);
    assert_eq!((app.view.focus, app.view.service.clone()), (Pane::Services, Some(second.clone())));
    point(&mut app, LEFT, x + 5, y + 1 + 40); // below all rows: another pane
    assert_eq!(app.view.service, Some(second));
    let Rect { x, y, .. } = inside(&app, Pane::Scores);
    point(&mut app, LEFT, x + 1, y);
    assert_eq!(app.view.focus, Pane::Scores);
}

#[test]
fn a_click_on_the_head_of_a_column_sorts_and_another_turns_around() {
    let mut app = app();
    let area = inside(&app, Pane::Services);
    for (column, x, width) in service_columns(area.width) {
        if column == ServiceColumn::State {
            continue; // is sorted by already
        }
        point(&mut app, LEFT, area.x + x + width - 1, area.y);
        let sort = app.view.service_sort;
        assert_eq!(sort.by, column);
        point(&mut app, LEFT, area.x + x, area.y);
        assert_eq!(app.view.service_sort.is_descending, !sort.is_descending, "{column:?}");
    }
}

#[test]
fn the_wheel_moves_what_is_under_it_and_not_the_focus() {
    let mut app = app();
    let log = inside(&app, Pane::Log);
    let selected = app.view.service.clone();
    point(&mut app, MouseEventKind::ScrollUp, log.x, log.y);
    assert_eq!((app.view.focus, &app.view.service), (Pane::Services, &selected));
    app.view.focus = Pane::Log;
    let services = inside(&app, Pane::Services);
    point(&mut app, MouseEventKind::ScrollUp, services.x, services.y);
    assert_ne!((app.view.focus, &app.view.service), (Pane::Log, &selected));
    assert_eq!(app.view.focus, Pane::Log);
}

#[test]
fn dragging_the_boundary_moves_it_until_the_button_is_let_go() {
    let mut app = app();
    let y = areas(&app).panes[&Pane::Log].y;
    point(&mut app, LEFT, 40, y);
    point(&mut app, DRAG, 40, y + 3);
    assert_eq!(areas(&app).panes[&Pane::Log].y, y + 3);
    point(&mut app, DRAG, 40, 999);
    point(&mut app, DRAG, 40, 0);
    point(&mut app, UP, 40, y);
    let split = app.view.split;
    point(&mut app, DRAG, 40, y);
    assert_eq!((app.view.split, split), (split, Some(4)));
}

#[test]
fn plus_and_minus_move_the_boundary_without_a_mouse() {
    let mut app = app();
    let y = areas(&app).panes[&Pane::Log].y;
    typed(&mut app, "--");
    assert_eq!(areas(&app).panes[&Pane::Log].y, y - 2);
    typed(&mut app, "+");
    assert_eq!(areas(&app).panes[&Pane::Log].y, y - 1);
}

#[test]
fn a_mouse_that_is_left_to_the_terminal_does_nothing() {
    let mut app = app();
    assert_eq!(typed(&mut app, "m"), [Effect::Mouse(false)]);
    let area = inside(&app, Pane::Log);
    point(&mut app, LEFT, area.x, area.y);
    assert_eq!(app.view.focus, Pane::Services);
    assert_eq!(typed(&mut app, "m"), [Effect::Mouse(true)]);
}
