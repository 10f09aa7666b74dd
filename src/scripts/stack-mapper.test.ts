import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS, resolveLimits } from '../limits/limits.ts';
import { bundleScript } from './bundle.ts';
import { StackMapper } from './stack-mapper.ts';
import { Isolates } from './test/isolates.ts';
import { ScriptFolder } from './test/script-folder.ts';

let isolates: Isolates;
beforeAll(async () => {
  isolates = await Isolates.start();
});
afterAll(() => isolates.close());

/** What the script logged until its `init` had returned, or why it could not start; in the author's places. */
async function mappedOutput(files: Record<string, string>): Promise<string> {
  using folder = new ScriptFolder(files);
  const bundle = await bundleScript(folder.path, { maxBytes: resolveLimits().bundleBytes });
  const { log, failure } = await isolates.run(bundle.code);
  const text = failure ?? log.join('\n');
  expect(text).toContain('playpen-script.js');
  return new StackMapper(bundle.sourceMap).map(text);
}

describe('a stack from a real isolate', () => {
  it('names the files, lines and columns of TypeScript', async () => {
    const text = await mappedOutput({
      'index.ts':
        "import { damage } from './rules/damage';\n\ninterface Hit { power: number }\n" +
        'export const ssExports = {\n  init(): void {\n    const hit: Hit = { power: 3 };\n    damage(hit);\n  },\n};\n',
      'rules/damage.ts':
        'type Numbers = number[];\n\nexport function damage(hit: { power: number }): number {\n' +
        '  const all: Numbers = [hit.power];\n  return all.map((power): number => { throw new TypeError("bad " + power); })[0]!;\n}\n',
    });
    expect(text).toContain('TypeError: bad 3\n    at rules/damage.ts:5:45\n');
    expect(text).toMatch(/at damage \(rules\/damage\.ts:5:14\)\n {4}at \w+\.init \(index\.ts:7:5\)/);
    expect(text).not.toContain('playpen-script.js');
  });

  it('names the line of a module that throws while it is evaluated', async () => {
    const text = await mappedOutput({ 'index.js': '\n\n  null.x;\nexports.ssExports = { init() {} };' });
    expect(text).toMatch(/\bat (?:\S+ \()?index\.js:3:8\b/);
    expect(text).not.toContain('eval');
  });

  it('says of code that the script itself evaluates where in that code, and who called it', async () => {
    const script =
      "exports.ssExports = { init() {\n  const f = new Function('return eval(\"null.x\")');\n  eval('(f)')();\n} };";
    const text = await mappedOutput({ 'index.js': script });
    expect(text).toMatch(/at eval \(<anonymous>:1:\d+ in evaluated code\)\n/);
    expect(text).toMatch(/at Object\.init \(index\.js:3:\d+\)$/);
    expect(text).not.toContain('playpen-script.js');
  });
});

describe('a text', () => {
  const mapper = new StackMapper(
    JSON.stringify({
      version: 3,
      sources: ['a.ts', 'b.ts'],
      names: [],
      // Line 1 of the bundle is nobody's; line 2 comes from a.ts:1, from its column 5 on from a.ts:3:7; line 3 from
      // b.ts:13.
      mappings: ';AAAA,IAEM;ACUN',
    }),
  );

  it('has every place in it replaced, whatever stands around it', () => {
    expect(mapper.map('x playpen-script.js:3:1, (playpen-script.js:4:1)')).toBe('x a.ts:1:1, (b.ts:13:1)');
    expect(mapper.map('playpen-script.js:3:4 playpen-script.js:3:5')).toBe('a.ts:1:1 a.ts:3:7');
    expect(mapper.map('at eval (playpen-script.js:3:1)')).toBe('at a.ts:1:1');
    expect(mapper.map('at async Object.eval (playpen-script.js:4:1)')).toBe('at async b.ts:13:1');
  });

  it('stays as it is where it names no place of the author', () => {
    for (const text of [
      '',
      'a.js:3:1',
      'playpen-script.js',
      'playpen-script.js:0:0',
      'playpen-script.js:2:1',
    ]) {
      expect(mapper.map(text)).toBe(text);
    }
    expect(mapper.map('playpen-script.js:1:1')).toBe('playpen-script.js:1:1');
    expect(mapper.map('at eval (playpen-script.js:1:1)')).toBe('at playpen-script.js:1:1');
  });

  it('is looked at as far as the longest line of a log goes, and is kept whole', () => {
    const long = 'playpen-script.js:3:1 '.repeat(LIMITS.logLineBytes.hard / 10);
    const mapped = mapper.map(long);
    expect(mapped).toMatch(/^a\.ts:1:1 /);
    expect(mapped.endsWith('playpen-script.js:3:1 ')).toBe(true);
  });

  it('made to be slow takes no longer than another', () => {
    const opening = '(eval at '.repeat(LIMITS.logLineBytes.hard / 10);
    expect(mapper.map(opening)).toBe(opening);
  });
});
