// Dates read from odd texts, without end.
// blast: session
// codes: script_timeout
for (let i = 0; ; i++) new Date(`${i} ${'('.repeat(100)}`).toString();
