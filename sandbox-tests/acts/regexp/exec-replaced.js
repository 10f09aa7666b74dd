// A pattern whose `exec` is the script's own and says that it matched, for ever.
// blast: session
// codes: script_timeout script_memory
const pattern = /a/g;
pattern.exec = () => ({ index: 0, 0: 'a', length: 1 });
'a'.replace(pattern, 'b');
