import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type FuzzOptions, type FuzzReport, fuzz } from './fuzz.ts';

const FOLDER = join(import.meta.dirname, 'test');

function fuzzPlanted(name: string, options: Partial<FuzzOptions> = {}): Promise<FuzzReport> {
  return fuzz({
    targetUrl: pathToFileURL(join(FOLDER, `${name}.ts`)).href,
    corpus: [],
    seed: 1,
    executions: 5000,
    seconds: 60,
    instrumented: [FOLDER],
    hangMs: 2000,
    ...options,
  });
}

describe('the fuzzer', () => {
  test('finds a fault behind four bytes, which it does not find without coverage', async () => {
    const guided = await fuzzPlanted('guarded-fault', { executions: 100_000 });
    expect(guided.findings).toMatchObject([
      { kind: 'error', detail: expect.stringContaining('the planted fault') },
    ]);
    expect(Buffer.from(guided.findings[0]!.input).toString('hex')).toMatch(/^9d4fc216/);
    const blind = await fuzzPlanted('guarded-fault', { executions: 100_000, instrumented: [] });
    expect(blind).toMatchObject({ findings: [], stats: { executions: 100_000 } });
  });

  test('makes the same inputs up for the same seed, and others for another', async () => {
    const [first, second, other] = [
      await fuzzPlanted('many-ways', { seed: 5 }),
      await fuzzPlanted('many-ways', { seed: 5 }),
      await fuzzPlanted('many-ways', { seed: 6 }),
    ];
    expect(second.corpus).toEqual(first.corpus);
    expect(other.corpus).not.toEqual(first.corpus);
  });

  test('goes on from the corpus it is given', async () => {
    const { findings } = await fuzzPlanted('guarded-fault', {
      corpus: [Buffer.from('9d4fc216', 'hex')],
      executions: 0,
    });
    expect(findings.length).toBe(1);
  });

  test('reports a run that never ends, with its input', async () => {
    const { findings } = await fuzzPlanted('endless-loop', { executions: 1_000_000 });
    expect(findings).toMatchObject([{ kind: 'hang', input: expect.objectContaining({ 0: 7 }) }]);
  });

  test('reports a run that fills the heap, with its input', async () => {
    const { findings } = await fuzzPlanted('out-of-memory', { executions: 1_000_000, hangMs: 20_000 });
    expect(findings).toMatchObject([{ kind: 'crash', input: expect.objectContaining({ 0: 7 }) }]);
  });

  test('reports a run that allocates more than its input warrants', async () => {
    const { findings } = await fuzzPlanted('trusted-length', { executions: 200 });
    expect(findings.map(({ kind }) => kind)).toEqual(['memory']);
  });

  test('reports memory that is kept from run to run', async () => {
    const { findings } = await fuzzPlanted('leak', { executions: 4000 });
    expect(findings.map(({ kind }) => kind)).toEqual(['leak']);
  });
}, 60_000);
