// All matches in the longest text, in the language whole.
// blast: worker
// profile: standard
'ab'.repeat(2 ** 27).match(/a/g);
