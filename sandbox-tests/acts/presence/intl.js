// Intl, whose objects a heap limit does not see.
// blast: callback
// profile: standard
if (typeof Intl !== 'undefined') for (;;) kept.push(new Intl.DateTimeFormat('de', { dateStyle: 'full' }));
