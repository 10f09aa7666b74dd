// One array larger than the heap: V8 gives up in the middle of the call, in the language whole.
// blast: worker
// profile: standard
kept.push(new Array(1e9).fill(1));
