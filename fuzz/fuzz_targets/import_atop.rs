//! Any bytes can be named as ATOP's member or alliance file. What is read becomes treaties without
//! fault, laid out as `servanda fmt` lays them out.
//!
//! The first byte chooses: raw bytes, or rows under an invented header, so that what is fuzzed is
//! not only the header.
#![no_main]

use libfuzzer_sys::fuzz_target;
use servanda_data::atop;
use servanda_fuzz::{STATES, import};

const MEMBERS: &str = "atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,phase,defense,\
    offense,neutral,nonagg,consul,defcoadv,defcoloc,defconpr,offcodem,neucoatt,concoreq,obvary,\
    olimob,termmode,noothall,asymm,new5,version\n";
const ALLIANCES: &str = "atopid,begyr,begmo,begday,endyr,endmo,endday,mem1,mem2,defense,offense,\
    neutral,nonagg,consul,specthrt,statthr1,statthr2,new5,version\n";

fuzz_target!(|bytes: &[u8]| {
    let Some((mode, rest)) = bytes.split_first() else { return };
    let under = |header: &str, rows: &[u8]| [header.as_bytes(), rows].concat();
    let cut = rest.windows(2).position(|pair| pair == b"\n\n");
    let (first, second) = match cut {
        Some(at) => (&rest[..at + 1], &rest[at + 2..]),
        None => (rest, &[][..]),
    };
    let (members, alliances) = match mode % 2 {
        0 => (first.to_vec(), second.to_vec()),
        _ => (under(MEMBERS, first), under(ALLIANCES, second)),
    };
    let _ = atop::alliances(&members);
    let _ = atop::members(&alliances);
    let alliances = atop::alliances(&alliances).ok();
    let Ok(members) = atop::members(&members) else { return };
    import::whole(&atop::treaties(&members, alliances.as_ref(), &STATES.states, &mut || ()));
});
