import { describe, expect, it } from 'vitest';
import { codeFrame } from './code-frame.ts';
import { StackMapper } from './stack-mapper.ts';

describe('a code frame', () => {
  it('shows the line with a caret below the place, whatever tabs it has', () => {
    expect(codeFrame('\tnull.x', 12, 6)).toEqual(['  12 |  null.x', '     |       ^']);
  });

  it('shows the surroundings of a place in a long line', () => {
    const [line, caret] = codeFrame(`${'a'.repeat(5_000)}X${'b'.repeat(5_000)}`, 1, 5_000);
    expect(line.length).toBeLessThan(140);
    expect(line[caret.indexOf('^')]).toBe('X');
  });
});

describe('the frame of a stack', () => {
  const mapper = new StackMapper(
    JSON.stringify({
      version: 3,
      sources: ['node_modules/dep/index.js', 'own.ts', 'bare.ts'],
      sourcesContent: ['dep();', 'let a;\r\n  throw a;', null],
      names: [],
      // Line 1 of the bundle is nobody's; 2 comes from dep, 3 from own.ts:2:3, 4 from bare.ts:2:3.
      mappings: ';AAAA;ACCE;ACAA',
    }),
  );

  it('is of the first place in the author’s own files', () => {
    const stack =
      'E\n at eval (playpen-script.js:3:1)\n at f (playpen-script.js:4:1)\n at playpen-script.js:5:1';
    expect(mapper.frame(stack)).toBe('own.ts:2:3\n  2 |   throw a;\n    |   ^');
  });

  it('is of a package where there is no other place', () => {
    expect(mapper.frame('at playpen-script.js:3:1')).toBe(
      'node_modules/dep/index.js:1:1\n  1 | dep();\n    | ^',
    );
  });

  it('is the place alone where the source is not known', () => {
    expect(mapper.frame('at playpen-script.js:5:1')).toBe('bare.ts:2:3');
  });

  it.each(['', 'Error: no place', 'at own.ts:2:3', 'at playpen-script.js:2:1'])('is none for "%s"', text => {
    expect(mapper.frame(text)).toBeUndefined();
  });
});
