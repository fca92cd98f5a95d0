// A tour of what the Rust front end must see.
// The theme: a tiny key-value store.
#![allow(dead_code, unused)]

extern crate std as standard;

use std::collections::{BTreeMap, HashMap as Table};
use std::fmt::{self, Display};
use std::io::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{mpsc, Arc, Mutex, RwLock};
use std::{future::Future, thread};
pub use self::codec::encode as encode_text;

mod codec {
    use super::Entry;

    pub fn encode(entry: &Entry) -> String {
        format!("{}={}", entry.key, entry.value)
    }
}

const LIMIT: usize = 4;
static HITS: AtomicU64 = AtomicU64::new(0);
static mut WRITES: u32 = 0;

type Fallible<T> = Result<T, Error>;

#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    key: String,
    value: String,
}

#[derive(Debug)]
pub enum Error {
    Missing(String),
    Io(std::io::Error),
    Full { limit: usize },
}

union Word {
    number: u32,
    bytes: [u8; 4],
}

pub trait Storage: Send + Sync {
    type Key;
    const NAME: &'static str = "storage";

    fn get(&self, key: &str) -> Option<String>;

    fn contains(&self, key: &str) -> bool {
        self.get(key).is_some()
    }
}

struct Memory<T = String> {
    table: Table<String, T>,
    shared: Arc<Mutex<Vec<Entry>>>,
}

impl Memory {
    pub fn new() -> Self {
        Memory { table: Table::new(), shared: Arc::new(Mutex::new(vec![])) }
    }

    pub async fn load(&mut self, path: &str) -> Fallible<usize> {
        let text = std::fs::read_to_string(path)?;
        let added = self.parse(&text).await?;
        Ok(added)
    }

    async fn parse(&mut self, text: &str) -> Fallible<usize> {
        let mut added = 0;
        for line in text.lines() {
            let Some((key, value)) = line.split_once('=') else { continue };
            if self.table.len() >= LIMIT {
                return Err(Error::Full { limit: LIMIT });
            }
            self.table.insert(key.to_string(), value.to_owned());
            added += 1;
        }
        Ok(added)
    }
}

impl Storage for Memory {
    type Key = String;

    fn get(&self, key: &str) -> Option<String> {
        HITS.fetch_add(1, Ordering::Relaxed);
        self.table.get(key).cloned()
    }
}

impl Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.key, self.value)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Error::Io(error)
    }
}

impl<T> Drop for Memory<T> {
    fn drop(&mut self) {
        println!("dropped {}", self.table.len());
    }
}

macro_rules! entry {
    ($key:expr => $value:expr) => {
        Entry { key: $key.into(), value: $value.into() }
    };
}

fn hash(bytes: &[u8]) -> u32 {
    let mut value: u32 = 0x811c_9dc5;
    for i in 0..bytes.len() {
        value = (value ^ bytes[i] as u32).wrapping_mul(16_777_619);
        for bit in 0..8 {
            value = value << 1 | value >> 31 & !bit;
        }
    }
    value % 1021
}

fn longest<'a>(a: &'a str, b: &'a str) -> &'a str {
    if a.len() > b.len() { a } else { b }
}

fn describe(error: &Error) -> String {
    match error {
        Error::Missing(key) if key.is_empty() => "no key".to_string(),
        Error::Missing(key) => String::from("missing ") + key,
        Error::Io(_) | Error::Full { .. } => panic!("cannot go on"),
    }
}

fn words(limit: usize) -> impl Iterator<Item = String> {
    (0..limit).map(|n| n.to_string()).filter(move |text| text.len() < limit)
}

unsafe fn first(pointer: *const u8) -> u8 {
    *pointer.add(1)
}

extern "C" {
    fn strlen(text: *const i8) -> usize;
}

#[no_mangle]
pub extern "C" fn tour_hash(data: *const u8, size: usize) -> u32 {
    let bytes = unsafe { std::slice::from_raw_parts(data, size) };
    unsafe {
        WRITES += 1;
        let word = Word { number: std::mem::transmute::<f32, u32>(1.0) };
        hash(bytes) + word.bytes[0] as u32 + strlen(c"x".as_ptr() as *const i8) as u32
    }
}

fn work(store: Arc<RwLock<Memory>>) -> Result<(), Box<dyn std::error::Error>> {
    let (sender, receiver) = mpsc::channel();
    let mut threads = Vec::with_capacity(LIMIT);
    for n in 0..LIMIT {
        let sender = sender.clone();
        let store = Arc::clone(&store);
        threads.push(thread::spawn(move || {
            if let Ok(guard) = store.read() {
                sender.send(guard.get("a").unwrap_or_default()).unwrap();
            }
        }));
    }
    drop(sender);
    while let Ok(text) = receiver.recv() {
        let _ = std::io::stdout().write_all(text.as_bytes());
    }
    'outer: loop {
        let mut rounds = 0;
        while rounds < 10 {
            rounds += 2;
            if rounds == 6 {
                break 'outer;
            }
        }
    }
    thread::scope(|scope| {
        scope.spawn(|| hash(b"scoped"));
    });
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_is_stable() {
        assert_eq!(hash(b"a"), hash(b"a"));
    }
}

fn main() {
    let store = Arc::new(RwLock::new(Memory::new()));
    let task = async { store.write().unwrap().load("data").await };
    let boxed: Box<dyn Fn(u32) -> u32> = Box::new(|n| n * 2);
    let mut all: Vec<Entry> = vec![entry!("a" => "1"); 2];
    all.push(Entry { key: "b".into(), ..all[0].clone() });
    let text: String = all.iter().map(codec::encode).collect::<Vec<_>>().join(",");
    work(store.clone()).expect("work");
    println!("{text} {}", boxed(words(3).count() as u32));
}
