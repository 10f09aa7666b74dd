import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { errorsPage, limitsPage } from './reference-pages.ts';

async function committed(name: string): Promise<string> {
  return readFile(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
}

describe('the committed page', () => {
  test('of limits says what the table of limits says; otherwise: npm run docs', async () => {
    expect(await committed('limits.md')).toBe(limitsPage());
  });

  test('of errors says what the table of errors says; otherwise: npm run docs', async () => {
    expect(await committed('errors.md')).toBe(errorsPage());
  });
});

describe('a limit', () => {
  test.each([
    ['batchMs', 250, '250 ms'],
    ['startMs', 5_000, '5 s'],
    ['healthCheckIntervalMs', 3_600_000, '3,600 s'],
    ['tooLateMs', 1_500, '1.5 s'],
    ['heapMb', 64, '64 MiB'],
    ['heapMb', 1024, '1 GiB'],
    ['outboxBytes', 1024 * 1024, '1 MiB'],
    ['fastPayloadBytes', 1_200, '1,200 bytes'],
    ['logBytesPerBatch', 64 * 1024, '64 KiB'],
    ['receivedBytesPerSecond', 256 * 1024, '256 KiB/s'],
    ['packetsPerSecond', 100_000, '100,000/s'],
    ['cpuMsPerSecond', 200, '200 ms/s'],
    ['maxPlayers', 32, '32'],
  ])('called %s of %d is shown as %s', (name, value, shown) => {
    expect(limitsPage({ [name]: { default: value, hard: 7, policy: 'stop' } }, {})).toContain(
      `| \`${name}\` | ${shown} | `,
    );
  });

  test('keeps a policy in its own cell', () => {
    expect(limitsPage({ a: { default: 1, hard: 2, policy: 'this | that' } }, {})).toContain(
      '| this \\| that |',
    );
  });
});

test('an error is listed with its close code, or apart where it has none', () => {
  const page = errorsPage({
    kicked: { message: 'thrown out', closeCode: 4010 },
    usage: { message: 'wrong' },
  });
  expect(page).toMatch(/\| 4010 \| `kicked` \| thrown out \|[\s\S]+never see[\s\S]+\| `usage` \| wrong \|/);
});
