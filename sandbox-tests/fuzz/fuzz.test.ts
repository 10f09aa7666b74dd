import { describe, expect, test } from 'vitest';
import { readCorpus } from './corpus.ts';
import { fuzz } from './engine/fuzz.ts';
import { HANG_MS, INSTRUMENTED, TARGETS, targetUrl } from './targets.ts';

const EXECUTIONS = 4000;
const SECONDS = 30;

describe('whatever a stranger sends', () => {
  test.each(TARGETS)(
    '%s: it ends as documented, or in a documented error',
    async name => {
      const corpus = await readCorpus(name);
      const options = { targetUrl: targetUrl(name), seed: 1, instrumented: INSTRUMENTED, hangMs: HANG_MS };
      const report = await fuzz({ ...options, corpus, executions: EXECUTIONS, seconds: SECONDS });
      expect(report.findings).toEqual([]);
      expect(report.stats.executions).toBeGreaterThan(0);
      // Each line of the file reaches something: there is a corpus, and coverage is seen.
      expect(corpus.length).toBeGreaterThan(20);
      expect(report.corpus.length).toBeGreaterThan(20);
    },
    2 * SECONDS * 1000,
  );
});
