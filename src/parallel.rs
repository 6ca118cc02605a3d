//! The same work on many things, on several threads.
//!
//! Whoever is free takes the next thing, and the answers stand in the order of the things: the same values on any
//! number of threads, as long as the work on one thing looks at no other. Where the system gives no thread, those there are
//! do the work.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{Builder, Scope, ScopedJoinHandle};

/// What `work` makes of each thing, in their order, on at most so many threads (one at least).
///
/// ```
/// assert_eq!(paradox::parallel::in_order(&[3, 1, 2], 2, |n| n * n), [9, 1, 4]);
/// ```
///
/// # Panics
/// If the work panics.
pub fn in_order<T: Sync, R: Send>(all: &[T], threads: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = threads.clamp(1, all.len().max(1));
    if threads == 1 {
        return all.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut made = Vec::new();
        while let Some(at) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < all.len()) {
            made.push((at, work(&all[at])));
        }
        made
    };
    let made = Mutex::new(Vec::with_capacity(all.len()));
    let run = || {
        let taken = take();
        made.lock().expect("no worker panics while it holds it").extend(taken);
    };
    std::thread::scope(|scope| {
        let _ = (1..threads).try_for_each(|_| begin(scope, run).map(|_| ()));
        run();
    });
    let mut made = made.into_inner().expect("no worker panics while it holds it");
    made.sort_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, answer)| answer).collect()
}

/// Does the work on each thing, on at most so many threads (one at least), of which the caller's is one.
///
/// ```
/// let mut all = [3, 1, 2];
/// paradox::parallel::each(&mut all, 2, |n| *n *= *n);
/// assert_eq!(all, [9, 1, 4]);
/// ```
///
/// # Panics
/// If the work panics.
pub fn each<T: Send>(all: &mut [T], threads: usize, work: impl Fn(&mut T) + Sync) {
    let threads = threads.clamp(1, all.len().max(1));
    let left = Mutex::new(all.iter_mut());
    let take = || left.lock().expect("nobody panics while taking").next();
    let run = || {
        while let Some(thing) = take() {
            work(thing);
        }
    };
    std::thread::scope(|scope| {
        let _ = (1..threads).try_for_each(|_| begin(scope, run).map(|_| ()));
        run();
    });
}

/// Begins work on a thread of its own.
///
/// # Errors
/// If the system gives no thread more; nothing of the work is then done.
pub fn begin<'scope, 'env: 'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, 'env>,
    work: impl FnOnce() -> T + Send + 'scope,
) -> std::io::Result<ScopedJoinHandle<'scope, T>> {
    Builder::new().spawn_scoped(scope, work)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_is_worked_on_once_on_any_number_of_threads() {
        for threads in [0, 1, 2, 7, 5000] {
            let mut all: Vec<u64> = (0..1000).collect();
            each(&mut all, threads, |n| *n += 1);
            assert!(all.iter().zip(1..).all(|(n, expected)| *n == expected), "{threads}");
        }
        each(&mut [] as &mut [u64], 3, |_| ());
    }

    #[test]
    fn answers_stand_in_order_on_any_number_of_threads_and_each_thing_is_worked_on_once() {
        let all: Vec<u64> = (0..1000).collect();
        let calls = AtomicUsize::new(0);
        for threads in [0, 1, 2, 7, 5000] {
            calls.store(0, Ordering::Relaxed);
            let squares = in_order(&all, threads, |n| {
                calls.fetch_add(1, Ordering::Relaxed);
                n * n
            });
            assert!(squares.iter().zip(&all).all(|(square, n)| *square == n * n), "{threads}");
            assert_eq!((squares.len(), calls.load(Ordering::Relaxed)), (1000, 1000), "{threads}");
        }
        assert!(in_order(&[] as &[u64], 3, |n| *n).is_empty());
    }
}
