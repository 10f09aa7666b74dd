// Numbers pushed to one array in the language whole: its store doubles, until one doubling is more than there is.
// blast: worker
// profile: standard
// codes: script_memory script_timeout script_crashed
for (let i = 0; ; i++) kept.push(i);
