//! `test-servers stop` ends the servers of this checkout that no test uses any more.
//! `test-servers delay HOST:PORT MILLISECONDS` delays connections to a server by that much each way, until it is killed.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["stop"] => {
            whimbrel_testing::stop_unused();
            ExitCode::SUCCESS
        }
        ["delay", to, milliseconds] => {
            let (Ok(to), Ok(milliseconds)) = (to.parse::<SocketAddr>(), milliseconds.parse()) else {
                return usage();
            };
            let proxy = whimbrel_testing::Proxy::new(to).delay(Duration::from_millis(milliseconds)).start();
            println!("{}", proxy.port());
            loop {
                std::thread::park();
            }
        }
        _ => usage(),
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: test-servers stop | test-servers delay HOST:PORT MILLISECONDS");
    ExitCode::from(2)
}
