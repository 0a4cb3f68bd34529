//! Any bytes can be named as COW's alliance file. What is read becomes treaties without fault, laid out
//! as `servanda fmt` lays them out.
//!
//! The first byte chooses: raw bytes, or rows under the header by member, by dyad or by directed dyad.
#![no_main]

use libfuzzer_sys::fuzz_target;
use servanda_data::cow;
use servanda_fuzz::{STATES, import};

const MEMBER: &str = "version4id,ccode,state_name,mem_st_day,mem_st_month,mem_st_year,mem_end_day,\
    mem_end_month,mem_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,\
    version\n";
const DYAD: &str = "version4id,ccode1,ccode2,dyad_st_day,dyad_st_month,dyad_st_year,dyad_end_day,\
    dyad_end_month,dyad_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,\
    asymmetric,version\n";
const DIRECTED: &str = "version4id,ccode1,ccode2,dyad_st_day,dyad_st_month,dyad_st_year,\
    dyad_end_day,dyad_end_month,dyad_end_year,left_censor,right_censor,defense,neutrality,\
    nonaggression,entente,version\n";

fuzz_target!(|bytes: &[u8]| {
    let Some((mode, rest)) = bytes.split_first() else { return };
    let header = match mode % 4 {
        0 => "",
        1 => MEMBER,
        2 => DYAD,
        _ => DIRECTED,
    };
    let file = [header.as_bytes(), rest].concat();
    let Ok(reading) = cow::alliances(&file) else { return };
    import::whole(&cow::treaties(&reading, &STATES.states, &mut || ()));
});
