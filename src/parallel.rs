//! The same work on many things, on several threads.
//!
//! Whoever is free takes the next thing, and the answers stand in the order of the things: the same values on any
//! number of threads, as long as the work on one thing looks at no other. Where the system gives no thread (a full
//! container, a user at his limit of processes) those that there are do the work: the caller's at least.

use std::panic::resume_unwind;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{Builder, Scope, ScopedJoinHandle};

/// Starts a thread; `None` where the system gives none.
pub fn start<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: impl FnOnce() -> T + Send + 'scope,
) -> Option<ScopedJoinHandle<'scope, T>> {
    Builder::new().spawn_scoped(scope, work).ok()
}

/// Both of two things, the first on another thread where there is one.
///
/// ```
/// assert_eq!(paradox::parallel::both(|| 1, || 2), (1, 2));
/// ```
///
/// # Panics
/// If one of them panics.
pub fn both<A: Send, B>(one: impl Fn() -> A + Sync, other: impl FnOnce() -> B) -> (A, B) {
    std::thread::scope(|scope| {
        let at_work = start(scope, &one);
        let second = other();
        let first = at_work.map_or_else(&one, |thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        (first, second)
    })
}

/// What `work` makes of each thing, in their order, on at most so many threads (one at least), of which the caller's is
/// one.
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
    let made = Mutex::new(Vec::with_capacity(all.len()));
    let take = || {
        let mut taken = Vec::new();
        while let Some(at) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < all.len()) {
            taken.push((at, work(&all[at])));
        }
        made.lock().expect("no worker panics while it holds it").extend(taken);
    };
    with_helpers(threads, &take);
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
    with_helpers(threads, &run);
}

/// Does the same on so many threads at most, of which the caller's is one.
fn with_helpers(threads: usize, run: &(impl Fn() + Sync)) {
    std::thread::scope(|scope| {
        // Where one cannot be started, neither can the next.
        (1..threads).take_while(|_| start(scope, run).is_some()).for_each(drop);
        run();
    });
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
