//! The little of PostgreSQL's protocol that the door speaks itself.

use std::io::{self, Read, Write};

const CANCEL_REQUEST: u32 = 80_877_102;
const SSL_REQUEST: u32 = 80_877_103;
const GSS_ENCRYPTION_REQUEST: u32 = 80_877_104;

/// What a client opens a connection with.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// It wants a session.
    Session,
    /// It wants another connection's statement cancelled.
    Cancel,
}

/// Reads a client's opening, and answers "no" to encryption on the way.
pub(crate) fn read_opening(stream: &mut (impl Read + Write)) -> io::Result<Opening> {
    loop {
        let mut head = [0; 8];
        stream.read_exact(&mut head)?;
        let [a, b, c, d, code @ ..] = head;
        let length = u32::from_be_bytes([a, b, c, d]);
        match u32::from_be_bytes(code) {
            SSL_REQUEST | GSS_ENCRYPTION_REQUEST => stream.write_all(b"N")?,
            CANCEL_REQUEST => return Ok(Opening::Cancel),
            _ => {
                // Read to the end: closing on unread bytes would take the answer away from the client.
                io::copy(&mut stream.take(u64::from(length).saturating_sub(8)), &mut io::sink())?;
                return Ok(Opening::Session);
            }
        }
    }
}

/// An error that ends the connection, as the server would send it.
pub(crate) fn fatal(code: &str, message: &str, hint: &str) -> Vec<u8> {
    let mut body = Vec::new();
    for (field, value) in [(b'S', "FATAL"), (b'V', "FATAL"), (b'C', code), (b'M', message), (b'H', hint)] {
        body.push(field);
        body.extend(value.bytes().filter(|byte| *byte != 0));
        body.push(0);
    }
    body.push(0);
    let length = u32::try_from(body.len() + 4).expect("an error's text is short");
    [b"E".as_slice(), &length.to_be_bytes(), &body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives what it was made with, keeps what it is told.
    struct Client {
        says: io::Cursor<Vec<u8>>,
        hears: Vec<u8>,
    }

    impl Read for Client {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.says.read(buffer)
        }
    }

    impl Write for Client {
        fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
            self.hears.write(buffer)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn packet(code: u32, rest: &[u8]) -> Vec<u8> {
        let length = u32::try_from(8 + rest.len()).unwrap();
        [&length.to_be_bytes(), &code.to_be_bytes(), rest].concat()
    }

    #[test]
    fn a_session_after_a_question_for_encryption_is_read_whole() {
        let says = [packet(SSL_REQUEST, b""), packet(196_608, b"user\0me\0\0")].concat();
        let end = says.len() as u64;
        let mut client = Client { says: io::Cursor::new(says), hears: Vec::new() };
        assert_eq!(read_opening(&mut client).unwrap(), Opening::Session);
        assert_eq!(client.hears, b"N");
        assert_eq!(client.says.position(), end);
    }

    #[test]
    fn a_cancel_request_is_told_from_a_session() {
        let mut client = Client { says: io::Cursor::new(packet(CANCEL_REQUEST, &[0; 8])), hears: Vec::new() };
        assert_eq!(read_opening(&mut client).unwrap(), Opening::Cancel);
    }
}
