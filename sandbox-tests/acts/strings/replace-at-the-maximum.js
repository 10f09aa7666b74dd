// All matches in the longest text replaced by a function, in the language whole.
// blast: worker
// profile: standard
'ab'.repeat(2 ** 27).replace(/a/g, x => x);
