// An array of 3 * 10 ** 8 holes spread into another one, which is made in one step.
// blast: worker
kept.push([...new Array(3e8)]);
