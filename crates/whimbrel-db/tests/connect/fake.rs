//! Servers that only pretend.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Listens on a port of its own and does `serve` with the n-th client, from 0; the port.
pub async fn listen<F, Fut>(serve: F) -> u16
where
    F: Fn(usize, TcpStream) -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    tokio::spawn(async move {
        for n in 0.. {
            let (client, _) = listener.accept().await.expect("a client");
            tokio::spawn(serve(n, client));
        }
    });
    port
}

/// Reads the startup message, after declining TLS where it is asked for.
pub async fn read_startup(client: &mut TcpStream) {
    loop {
        let length = client.read_u32().await.expect("a length");
        let mut rest = vec![0; length as usize - 4];
        client.read_exact(&mut rest).await.expect("a message");
        // SSLRequest
        if rest != 80_877_103_u32.to_be_bytes() {
            return;
        }
        client.write_all(b"N").await.expect("written");
    }
}

/// A message of type `kind`.
pub fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 4).expect("short");
    [&[kind], &length.to_be_bytes()[..], body].concat()
}

/// A FATAL error message.
pub fn fatal(code: &str, text: &str) -> Vec<u8> {
    message(b'E', format!("SFATAL\0VFATAL\0C{code}\0M{text}\0\0").as_bytes())
}
