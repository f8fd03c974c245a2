//! The pages of somebody who acts for a patient: what their right names, until its last day, and nothing that a label keeps
//! from them. Nothing here says what is left out, nor that anything is.

pub mod home;
