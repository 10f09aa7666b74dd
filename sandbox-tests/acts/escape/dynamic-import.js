// `import()` of a module of Node's.
// blast: callback
// codes: script_failed
return import('fs').then(fs => fs.writeFileSync('/tmp/playpen-escaped', ''), () => {});
