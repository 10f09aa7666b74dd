// A format of many directives, each of which shows a large object.
// blast: session
// codes: script_timeout script_memory
const wide = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => ['k' + i, i]));
console.log('%o %O %j '.repeat(300), ...Array.from({ length: 900 }, () => wide));
