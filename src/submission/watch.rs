//! Follows a created task while its record is open: when to read it again.

use crate::model::task::TaskState;

/// Seconds between two readings: rarely while it waits, since it can be edited
/// or deleted elsewhere, and often around its start, until it has started or
/// failed to.
const WAITING: i64 = 60;
const STARTING: i64 = 3;
/// A backend whose starter is down must not be asked for ever.
const GIVE_UP: i64 = 15 * 60;

/// Whether a task should be read again. `to_start` is negative after the
/// planned instant; `since_read` counts from the last reading; both in seconds.
pub fn is_due(state: TaskState, to_start: i64, since_read: i64) -> bool {
    let waits = matches!(state, TaskState::NotStarted | TaskState::Other);
    let pause = if to_start > 0 { WAITING } else { STARTING };
    waits && to_start > -GIVE_UP && since_read >= pause
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_is_read_often_only_around_its_start() {
        assert!(!is_due(TaskState::NotStarted, 3600, 59));
        assert!(is_due(TaskState::NotStarted, 3600, 60));
        assert!(is_due(TaskState::NotStarted, -1, 3));
        assert!(!is_due(TaskState::NotStarted, -GIVE_UP, 3600));
    }

    #[test]
    fn a_task_that_started_or_failed_is_left_alone() {
        for state in [TaskState::Started, TaskState::StartFailed] {
            assert!(!is_due(state, -10, 3600));
        }
    }
}
