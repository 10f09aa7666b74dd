// A thrown text of the greatest length.
// blast: callback
// codes: script_timeout
throw 'x'.repeat(1_000_000);
