/** What an isolate runs before a script: bundled into one text, evaluated, `boot` called. */
// Libraries take what they need of the language when they are evaluated: this goes before them.
import './realm/descriptors.ts';

export { boot } from './kernel/boot.ts';
