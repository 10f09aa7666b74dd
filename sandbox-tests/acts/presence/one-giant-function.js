// One function of tens of megabytes of source, in the language whole.
// blast: worker
// profile: standard
kept.push(new Function(`return [${'1,'.repeat(2e7)}]`)());
