//! Any bytes on the sockets of supervisor and shim: cut into lines and read by the functions that both ends use.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| gascli::supervisor::examine(bytes));
