// All matches in a text of 2 ** 26 units, in the language whole.
// blast: worker
// profile: standard
kept.push('ab'.repeat(2 ** 25).match(/./g));
