// Files, by every kind of path.
// blast: callback
for (const path of ['/etc/passwd', '../../../etc/passwd', './main.ts', 'file:///etc/passwd', '/proc/self/environ', '', '.', '..', '\0', 'a'.repeat(100_000), '__proto__', 'constructor', 'toString']) {
  try {
    const found = require(path);
    if (typeof found === 'string') for (;;);
  } catch {}
}
