//! Containment: a decoder that panics on hostile bytes is an error of that file, and silent.

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook},
    sync::Once,
};

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`; `None` when it panicked.
///
/// The panic hook is global, and would print before the unwinding can be caught. It is wrapped once,
/// for the whole process, by one that asks a flag of its own thread: only panics inside `contain` are
/// silent; all others reach the hook that was there before.
pub(super) fn contain<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            if !QUIET.try_with(Cell::get).unwrap_or(false) {
                before(info);
            }
        }));
    });
    let was = QUIET.replace(true);
    // Nothing that `work` borrows is looked at again after a panic.
    let result = catch_unwind(AssertUnwindSafe(work));
    QUIET.set(was);
    result.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_as_none_and_the_flag_is_put_back() {
        assert_eq!(contain(|| 7), Some(7));
        assert_eq!(contain(|| -> u8 { panic!("must not be seen") }), None);
        assert!(!QUIET.get());
    }
}
