/** What an isolate runs before a script: bundled into one text, evaluated, `boot` called. */
export { boot } from './kernel/boot.ts';
