//! One connection through the proxy: a reader and a delay line for each direction.

use std::io::Read;
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::delay_line::DelayLine;
use super::framing::Framing;
use super::hooks::{Direction, Hooks, Then, When};

/// Serves one client in threads of its own. A server that refuses makes the client see a closed connection.
pub(super) fn serve(client: TcpStream, to: SocketAddr, delay: Duration, hooks: &Arc<Hooks>) {
    let Ok(server) = TcpStream::connect(to) else {
        return;
    };
    let Some(streams) = prepare(&client, &server, hooks) else {
        return;
    };
    // On a real link a client sends its first byte only when the answer to its SYN is back.
    let open = Instant::now() + 2 * delay;
    let [client_reader, client_writer, server_reader, server_writer] = streams;
    let to_server = DelayLine::new(server_writer, delay, open);
    let to_client = DelayLine::new(client_writer, delay, open);

    let sides = [
        (Direction::Frontend, client_reader, to_server, Framing::of_frontend()),
        (Direction::Backend, server_reader, to_client, Framing::of_backend()),
    ];
    for (direction, from, line, framing) in sides {
        let (Ok(client), Ok(server)) = (client.try_clone(), server.try_clone()) else {
            return;
        };
        let hooks = hooks.clone();
        std::thread::spawn(move || {
            if pump(direction, from, &line, framing, &hooks, &client) == Then::Cut {
                // An error means that it is closed already.
                let _ = client.shutdown(Shutdown::Both);
                let _ = server.shutdown(Shutdown::Both);
            }
        });
    }
}

fn prepare(client: &TcpStream, server: &TcpStream, hooks: &Hooks) -> Option<[TcpStream; 4]> {
    for stream in [client, server] {
        stream.set_nodelay(true).ok()?;
        hooks.opened(stream.try_clone().ok()?);
    }
    Some([client.try_clone().ok()?, client.try_clone().ok()?, server.try_clone().ok()?, server.try_clone().ok()?])
}

/// Reads one side until it ends, and sends its messages on.
fn pump(
    direction: Direction,
    mut from: TcpStream,
    line: &DelayLine,
    mut framing: Framing,
    hooks: &Hooks,
    mut client: &TcpStream,
) -> Then {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = match from.read(&mut buffer) {
            // The end of one direction; the delay line hands it on when it is dropped.
            Ok(0) | Err(_) => return Then::Continue,
            Ok(read) => read,
        };
        framing.push(&buffer[..read]);
        // Messages that came together go on together: one write for each would cost the peer wake-ups.
        let mut together = Vec::new();
        while let Some(message) = framing.next() {
            if message.asks_for_encryption() {
                use std::io::Write;
                if client.write_all(b"N").is_err() {
                    return Then::Cut;
                }
                continue;
            }
            let n = hooks.count(direction, message.letter);
            if !hooks.has(direction, n) {
                together.extend(message.bytes);
                continue;
            }
            if !together.is_empty() {
                line.send_and_wait(std::mem::take(&mut together));
            }
            if hooks.run(direction, n, When::Before) == Then::Cut {
                return Then::Cut;
            }
            line.send_and_wait(message.bytes);
            if hooks.run(direction, n, When::After) == Then::Cut {
                return Then::Cut;
            }
        }
        if !together.is_empty() {
            line.send(together);
        }
    }
}
