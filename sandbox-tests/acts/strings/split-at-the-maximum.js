// The longest text split into its units: V8 stops the process in the language whole, whatever the limits.
// blast: worker
// profile: standard
'ab'.repeat(2 ** 27).split('');
