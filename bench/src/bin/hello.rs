//! The least that a Rust program costs: what starting is measured against.

fn main() {
    println!("hello, world");
}
