import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { missingTypes } from './script-types.ts';

/** As scripts for Amazon's servers are often written. */
const PLAIN = `
const configuration = { pingIntervalTime: 30000 };
var session;
let logger;

function init(rtSession) {
  session = rtSession;
}
const onMessage = gameMessage => {};
async function helper() {}

exports.ssExports = { configuration, init, onMessage };
`;

test('session, callbacks and exports of a script without types get theirs, and nothing else does', () => {
  expect(missingTypes(PLAIN)).toEqual([
    { line: 3, text: "/** @type {import('playpen/script').RealtimeSession} */" },
    { line: 4, text: "/** @type {import('playpen/script').Logger} */" },
    { line: 6, text: "/** @type {NonNullable<import('playpen/script').RealtimeScript['init']>} */" },
    { line: 9, text: "/** @type {NonNullable<import('playpen/script').RealtimeScript['onMessage']>} */" },
    { line: 12, text: "/** @type {import('playpen/script').RealtimeScript} */" },
  ]);
});

test('once they are there, nothing is missing', () => {
  const lines = PLAIN.split('\n');
  for (const { line, text } of missingTypes(PLAIN).toReversed()) lines.splice(line - 1, 0, text);
  expect(lines.length).toBe(PLAIN.split('\n').length + 5);
  expect(missingTypes(lines.join('\n'))).toEqual([]);
  expect(missingTypes(lines.join('\r\n'))).toEqual([]);
});

test('an object that is exported under a name of its own gets its type where it is made', () => {
  expect(
    missingTypes('const game = {\n  init() {},\n};\nmodule.exports.ssExports = game;\nconst other = {};'),
  ).toEqual([{ line: 1, text: "/** @type {import('playpen/script').RealtimeScript} */" }]);
});

test.each([
  'export const ssExports = {',
  'const ssExports = {',
  'module.exports.ssExports = {',
  'exports.ssExports={',
])('the script is what begins with %s', line => {
  expect(missingTypes(`// first\n${line}`)).toEqual([
    { line: 2, text: "/** @type {import('playpen/script').RealtimeScript} */" },
  ]);
});

test('every callback of the script API is known', async () => {
  const types = await readFile(new URL('../../../../runtime-api/index.d.ts', import.meta.url), 'utf8');
  const script = /export interface RealtimeScript \{(.*?)\n\}/s.exec(types)![1]!;
  const callbacks = [...script.matchAll(/^ {2}(\w+)\??\(/gm)].map(([, name]) => name!);
  expect(callbacks).toContain('onSendToGroup');
  expect(callbacks.filter(name => missingTypes(`function ${name}() {}`).length !== 1)).toEqual([]);
});

test.each(['arena', 'relay', 'teams-chat'])('the example %s has its types', async name => {
  const url = new URL(`../../../../examples/${name}/script.js`, import.meta.url);
  expect(missingTypes(await readFile(url, 'utf8'))).toEqual([]);
});
