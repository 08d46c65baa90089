//! Packed files, unpacked by a thread of their own while what came before is read.
//!
//! A packed file comes in, its bytes go out in blocks, a few of them ahead of the reader at most. What stands in them is not known here.

use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufRead, Read};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

/// Bytes of a block.
const BLOCK: usize = 1 << 18;
/// Blocks that wait for the reader.
const AHEAD: usize = 4;

/// What stands in a packed file.
pub(super) struct Unpacked {
    blocks: Receiver<io::Result<Vec<u8>>>,
    /// Where blocks go that were read, to be filled again.
    spare: Sender<Vec<u8>>,
    block: Vec<u8>,
    at: usize,
    ended: bool,
}

/// Unpacks a file.
///
/// # Errors
/// There is no thread for it.
pub(super) fn unpack(packed: impl BufRead + Send + 'static) -> io::Result<Unpacked> {
    let (filled, blocks) = sync_channel(AHEAD);
    let (spare, emptied) = channel();
    thread::Builder::new().name("unpacking".to_owned()).spawn(move || fill(packed, &filled, &emptied))?;
    Ok(Unpacked { blocks, spare, block: Vec::new(), at: 0, ended: false })
}

fn fill(packed: impl BufRead, filled: &SyncSender<io::Result<Vec<u8>>>, emptied: &Receiver<Vec<u8>>) {
    let mut decoder = MultiGzDecoder::new(packed);
    loop {
        let mut block = emptied.try_recv().unwrap_or_else(|_| Vec::with_capacity(BLOCK));
        block.clear();
        let read = (&mut decoder).take(BLOCK as u64).read_to_end(&mut block);
        // what was unpacked before a file turned out to be cut short is handed over first
        if !block.is_empty() && filled.send(Ok(block)).is_err() {
            return;
        }
        match read {
            Ok(BLOCK) => {}
            Ok(_) => return,
            Err(error) => {
                // a reader that is gone needs no reason
                let _ = filled.send(Err(error));
                return;
            }
        }
    }
}

impl BufRead for Unpacked {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.block.len() && !self.ended {
            // the thread may have ended, and then no block is wanted back
            let _ = self.spare.send(std::mem::take(&mut self.block));
            self.at = 0;
            match self.blocks.recv() {
                Ok(Ok(block)) => self.block = block,
                Ok(Err(error)) => {
                    self.ended = true;
                    return Err(error);
                }
                Err(_) => self.ended = true,
            }
        }
        Ok(self.block.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount;
    }
}

impl Read for Unpacked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut piece = self.fill_buf()?;
        let read = piece.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use flate2::Compression;
    use flate2::bufread::GzEncoder;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut packed = Vec::new();
        GzEncoder::new(text, Compression::fast()).read_to_end(&mut packed).unwrap();
        packed
    }

    #[test]
    fn what_was_packed_comes_out() {
        for length in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 9 * BLOCK + 7] {
            let text: Vec<u8> = (0..length).map(|at| (at / 7) as u8).collect();
            let mut found = Vec::new();
            unpack(io::Cursor::new(packed(&text))).unwrap().read_to_end(&mut found).unwrap();
            assert!(found == text, "{length}");
        }
    }

    #[test]
    fn a_file_cut_short_gives_what_it_has_and_then_the_error() {
        let text: Vec<u8> = (0..3 * BLOCK).map(|at| (at * at / 5) as u8).collect();
        let packed = packed(&text);
        let mut found = Vec::new();
        let cut = packed[..packed.len() - 20].to_vec();
        assert!(unpack(io::Cursor::new(cut)).unwrap().read_to_end(&mut found).is_err());
        assert!(found.len() > BLOCK && text.starts_with(&found));
    }

    #[test]
    fn who_stops_reading_waits_for_nobody() {
        let mut reader = unpack(io::Cursor::new(packed(&vec![7; 30 * BLOCK]))).unwrap();
        assert_eq!(reader.fill_buf().unwrap().first(), Some(&7));
        drop(reader);
    }
}
