import { afterAll, describe, expect, test } from 'vitest';
import { type Act, actPath } from './runner/act.ts';
import { everyThird, loadCorpus } from './runner/corpus.ts';
import { LanePool } from './runner/lane-pool.ts';
import { PATIENT_OPTIONS } from './runner/options.ts';

const LANES = 2;
const ACT_MS = 120_000;

const lanes = new LanePool(LANES, PATIENT_OPTIONS);
afterAll(() => lanes.close());

const families = Map.groupBy(everyThird(await loadCorpus()), ({ family }) => family);

/** Where it is tested, so that a name leads to the file. */
const titleOf = (act: Act): string => `${actPath(act)}: ${act.tries.replaceAll('%', '%%')}`;

describe.concurrent('a hostile script costs what its act may cost, and nobody else anything', () => {
  for (const acts of families.values()) {
    for (const act of acts) {
      test(
        titleOf(act),
        async () => {
          const { broken } = await lanes.play(act);
          expect(broken).toEqual([]);
        },
        ACT_MS,
      );
    }
  }
});
