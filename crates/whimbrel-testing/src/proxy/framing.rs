//! Cutting a stream of bytes into messages of the PostgreSQL protocol, version 3.

/// Collects bytes and gives whole messages.
pub(super) struct Framing {
    buffer: Vec<u8>,
    /// Where in the buffer the next message begins.
    start: usize,
    /// The client's first message has a length and no letter.
    untyped: bool,
}

/// What the client's first message may be, besides the start of a session.
const SSL_REQUEST: u32 = 80_877_103;
const GSS_ENCRYPTION_REQUEST: u32 = 80_877_104;

pub(super) struct Message {
    /// The letter of its type; 0 for a first message.
    pub(super) letter: u8,
    /// The whole of it, letter and length included.
    pub(super) bytes: Vec<u8>,
}

impl Message {
    /// Whether it asks for encryption, which is answered by one byte and followed by another first message.
    pub(super) fn asks_for_encryption(&self) -> bool {
        self.letter == 0
            && self.bytes.get(4..8).is_some_and(|code| {
                [SSL_REQUEST, GSS_ENCRYPTION_REQUEST].map(u32::to_be_bytes).iter().any(|known| known == code)
            })
    }
}

impl Framing {
    pub(super) fn of_frontend() -> Self {
        Self { buffer: Vec::new(), start: 0, untyped: true }
    }

    pub(super) fn of_backend() -> Self {
        Self { buffer: Vec::new(), start: 0, untyped: false }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.start);
        self.start = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole message, if there is one.
    pub(super) fn next(&mut self) -> Option<Message> {
        let unread = &self.buffer[self.start..];
        let letters = usize::from(!self.untyped);
        let length = unread.get(letters..letters + 4)?;
        let length = u32::from_be_bytes(length.try_into().expect("the slice has four bytes"));
        let bytes = unread.get(..letters + length as usize)?.to_vec();
        self.start += bytes.len();
        let letter = if self.untyped { 0 } else { bytes[0] };
        let message = Message { letter, bytes };
        self.untyped = self.untyped && message.asks_for_encryption();
        Some(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn startup(code: u32) -> Vec<u8> {
        [8u32.to_be_bytes(), code.to_be_bytes()].concat()
    }

    #[test]
    fn messages_come_whole_whatever_the_chunks() {
        let stream =
            [startup(SSL_REQUEST), startup(196_608), b"Q\0\0\0\x06;\0".to_vec(), b"X\0\0\0\x04".to_vec()].concat();
        for size in 1..=stream.len() {
            let mut framing = Framing::of_frontend();
            let mut messages = Vec::new();
            for chunk in stream.chunks(size) {
                framing.push(chunk);
                while let Some(message) = framing.next() {
                    messages.push(message);
                }
            }
            let letters: Vec<u8> = messages.iter().map(|message| message.letter).collect();
            assert_eq!(letters, [0, 0, b'Q', b'X'], "chunks of {size}");
            assert_eq!(messages.iter().flat_map(|message| message.bytes.clone()).collect::<Vec<u8>>(), stream);
            assert!(messages[0].asks_for_encryption() && !messages[1].asks_for_encryption());
        }
    }
}
