import { type Act, BLASTS, defaultCodes, PLACES } from './act.ts';

const FIELD = /^(blast|codes|profile|runs in|players|messages|lasts): (.+)$/;

/**
 * Reads an act from a file: comment lines that say what it tries, then such that say `key: value`, then its
 * statements.
 * @throws Error that says what is wrong with the header
 */
export function readAct(family: string, name: string, source: string): Act {
  const lines = source.split('\n');
  const headLines = lines.findIndex(line => !line.startsWith('//'));
  const head = lines.slice(0, headLines).map(line => line.slice(2).trim());
  const fields = new Map<string, string>();
  for (const line of head) {
    const [, key, value] = FIELD.exec(line) ?? [];
    if (key !== undefined) fields.set(key, value!);
  }
  const tries = head.filter(line => !FIELD.test(line)).join(' ');
  const where = `${family}/${name}.js`;
  if (tries === '') throw new Error(`${where}: the first comment does not say what the act tries`);
  const blast = oneOf(BLASTS, fields.get('blast'), `${where}: blast`);
  return {
    family,
    name,
    tries,
    blast,
    codes: fields.get('codes')?.split(/[ ,]+/) ?? defaultCodes(blast),
    profile: oneOf(['strict', 'standard'] as const, fields.get('profile') ?? 'strict', `${where}: profile`),
    place: oneOf(PLACES, fields.get('runs in') ?? 'onMessage', `${where}: runs in`),
    players: number(fields.get('players') ?? '2', `${where}: players`),
    messages: number(fields.get('messages') ?? '1', `${where}: messages`),
    lastsMs: number(fields.get('lasts')?.replace(/ ms$/, '') ?? '0', `${where}: lasts`),
    calls: [{ name: '', code: lines.slice(headLines).join('\n') }],
  };
}

function oneOf<T extends string>(values: readonly T[], given: string | undefined, what: string): T {
  const value = values.find(one => one === given);
  if (value === undefined) throw new Error(`${what}: ${given}; there are: ${values.join(', ')}`);
  return value;
}

function number(given: string, what: string): number {
  if (!/^\d+$/.test(given)) throw new Error(`${what}: ${given} is not a number`);
  return Number(given);
}
