// JSON of 10 ** 8 elements parsed in the language whole.
// blast: worker
// profile: standard
kept.push(JSON.parse(`[${'0,'.repeat(1e8)}0]`));
