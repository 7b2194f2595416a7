//! Reading only: how files and history stand, whether what is required exists, whether what is promised
//! holds, what a revert would lose, and what a database's error means. Writes nothing, ever.

mod ask;
pub mod diagnose;
pub mod loss;
pub mod requirements;
pub mod status;
pub mod verify;
