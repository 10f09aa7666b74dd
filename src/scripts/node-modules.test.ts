import { builtinModules } from 'node:module';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isNodeModule, unavailableReason } from './node-modules.ts';
import { Isolates } from './test/isolates.ts';

let isolates: Isolates;
beforeAll(async () => {
  isolates = await Isolates.start();
});
afterAll(() => isolates.close());

it('the bundler and the runtime agree about every module of Node.js', async () => {
  const names = builtinModules.filter(name => !name.startsWith('_'));
  const script = `exports.ssExports = { init(session) {
    const given = ${JSON.stringify(names)}.filter(name => {
      try { require(name); return true; } catch (error) {
        if (error.code !== 'ERR_PLAYPEN_UNAVAILABLE') throw error;
        return false;
      }
    });
    session.getLogger().info(JSON.stringify(given));
  } };`;
  const { log } = await isolates.run(script);
  expect(JSON.parse(log[0]!)).toEqual(names.filter(name => unavailableReason(name) === undefined));
});

it('a name is a module of Node.js with its prefix, or if Node.js knows it without', () => {
  expect(['fs', 'node:fs', 'node:test', 'fs/promises', 'node:nonsense'].map(isNodeModule)).not.toContain(
    false,
  );
  expect(['test', './fs', 'punycode/', 'lodash', 'toString'].map(isNodeModule)).not.toContain(true);
});

it('every module that is not there has a reason', () => {
  for (const name of ['fs', 'node:fs', 'node:test', '_http_agent', 'node:nonsense', 'node:toString']) {
    expect(unavailableReason(name)).toMatch(/\w/);
  }
});
