import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodePacket } from './decode.ts';
import { encodePacket } from './encode.ts';
import { OpCode } from './op-codes.ts';
import { GOLDEN } from './test/golden.ts';
import { fromHex, toHex } from './test/hex.ts';
import { SCHEMA } from './test/schema.ts';

const page = readFileSync(new URL('../../docs/wire-protocol.md', import.meta.url), 'utf8');

/** The contents of the page's only block in this language. */
function block(language: string): string {
  const blocks = [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))];
  expect(blocks).toHaveLength(1);
  return blocks[0]![1]!;
}

interface Example {
  name: string;
  hex: string;
}

const examples = block('hex')
  .trim()
  .split('\n\n')
  .map((text): Example => {
    const [name = '', ...lines] = text.split('\n');
    return { name, hex: lines.join(' ') };
  });

describe('the bytes on the page of the wire protocol', () => {
  test('are those of the golden packets, every one of them', () => {
    expect(examples).toEqual(GOLDEN.map(({ name, hex }) => ({ name, hex })));
  });

  test.each(examples)('of $name are what the codec reads and writes', ({ hex }) => {
    expect(toHex(encodePacket(decodePacket(fromHex(hex))))).toBe(hex);
  });
});

test('the schema on the page is the one that the codec is tested against', () => {
  expect(block('proto').trim()).toBe(SCHEMA.trim());
});

test('every op code is in the table of the page', () => {
  for (const [name, value] of Object.entries(OpCode)) {
    const words = name === 'VERIFY_IDENTITY_RESPONSE' ? 'VERIFY_IDENTITY' : name;
    const row = page
      .split('\n')
      .find(line => line.startsWith('|') && new RegExp(`\\b${words}\\b`).test(line));
    expect(row, name).toMatch(new RegExp(`(?:\\| |, )${value}\\b`));
  }
});
