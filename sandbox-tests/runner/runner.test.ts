import { afterAll, describe, expect, test, vi } from 'vitest';
import { readAct } from './act-file.ts';
import { everyThird, loadCorpus, selectActs } from './corpus.ts';
import { LanePool } from './lane-pool.ts';
import { PATIENT_OPTIONS } from './options.ts';

// A lane has to be started, and on a busy machine that takes a while.
vi.setConfig({ testTimeout: 60_000 });

const lanes = new LanePool(1, PATIENT_OPTIONS);
afterAll(() => lanes.close());

const play = (...lines: string[]) =>
  lanes.play(readAct('family', 'name', ['// It tries.', ...lines].join('\n')));

describe('an act that costs more than it may is found out', () => {
  test('when it ends its session and may cost a callback', async () => {
    const { reach, broken } = await play('// blast: callback', 'for (;;);');
    expect(reach).toBe('session');
    expect(broken).toEqual([
      expect.stringMatching(/^it reached session where callback was allowed: script_timeout/),
    ]);
  });

  test('when it kills its worker and may cost its session', async () => {
    const act = ['// blast: session', '// profile: standard', 'kept.push(new Array(1e9).fill(1));'];
    const { reach, broken } = await play(...act);
    expect(reach).toBe('worker');
    expect(broken[0]).toContain('it reached worker where session was allowed');
  });

  test('when its session ends with another code than it may', async () => {
    const { broken } = await play('// blast: session', '// codes: script_memory', 'for (;;);');
    expect(broken).toEqual([expect.stringMatching(/^its session ended with script_timeout/)]);
  });
});

test('an act that costs nothing has cost nothing', async () => {
  const { calls, reach, broken } = await play('// blast: callback', 'kept.push(1);');
  expect({ calls, reach, broken }).toEqual({
    calls: [{ call: '', reach: 'callback', code: '', detail: '' }],
    reach: 'callback',
    broken: [],
  });
});

test('the call that ended a session is named, and those after it are done in another one', async () => {
  const act = readAct('family', 'name', '// It tries.\n// blast: session\n');
  const calls = ['kept.push(1);', 'for (;;);', 'kept.push(2);'].map((code, at) => ({
    name: `call ${at}`,
    code,
  }));
  const outcome = await lanes.play({ ...act, calls });
  expect(outcome.calls.map(({ call, reach, code }) => `${call} ${reach} ${code}`)).toEqual([
    'call 0 callback ',
    'call 1 session script_timeout',
    'call 2 callback ',
  ]);
});

test.each([
  ['// It tries.\n;', /blast/],
  ['// blast: callback\n;', /does not say what/],
  ['// It tries.\n// blast: planet\n;', /planet/],
  ['// It tries.\n// blast: callback\n// runs in: onNothing\n;', /onNothing/],
  ['// It tries.\n// blast: callback\n// players: some\n;', /some/],
])('a header that says %j is refused', (source, reason) => {
  expect(() => readAct('family', 'name', source)).toThrow(reason);
});

test('a family or an act is chosen by its name, and a name that there is not is refused', async () => {
  const corpus = await loadCorpus();
  expect(selectActs(corpus, ['cpu/endless-loop'])).toHaveLength(1);
  expect(selectActs(corpus, ['cpu']).length).toBeGreaterThan(10);
  expect(() => selectActs(corpus, ['cpu/nothing'])).toThrow('cpu/nothing');
});

test('a third of the corpus has acts of every family, and is always the same', async () => {
  const corpus = await loadCorpus();
  const third = everyThird(corpus);
  expect(new Set(third.map(({ family }) => family))).toEqual(new Set(corpus.map(({ family }) => family)));
  expect(everyThird(await loadCorpus())).toEqual(third);
  expect(third.length).toBeLessThan(corpus.length / 2);
});
