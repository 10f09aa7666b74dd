// A file of nothing but line ends.
// blast: session
// codes: script_failed
// runs in: script

