import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { generatedActs } from '../generated/index.ts';
import { type Act, actPath } from './act.ts';
import { readAct } from './act-file.ts';

const ACTS_FOLDER = fileURLToPath(new URL('../acts/', import.meta.url));

/** All acts, written by hand and generated, in the order of their families and names. */
export async function loadCorpus(): Promise<Act[]> {
  const written = await Promise.all((await readdir(ACTS_FOLDER)).map(readFamily));
  const acts = [...written.flat(), ...generatedActs()];
  return acts.sort((a, b) => (actPath(a) < actPath(b) ? -1 : 1));
}

/** The acts of these families or with these paths. @throws Error when one of them does not exist */
export function selectActs(corpus: readonly Act[], wanted: readonly string[]): Act[] {
  const unknown = wanted.filter(name => !corpus.some(act => isMeant(act, name)));
  if (unknown.length > 0) throw new Error(`there is no family or act ${unknown.join(', ')}`);
  return corpus.filter(act => wanted.length === 0 || wanted.some(name => isMeant(act, name)));
}

/** Every third act of each family, the first one always. */
export function everyThird(corpus: readonly Act[]): Act[] {
  const byFamily = Map.groupBy(corpus, ({ family }) => family);
  return [...byFamily.values()].flatMap(acts => acts.filter((_, at) => at % 3 === 0));
}

async function readFamily(family: string): Promise<Act[]> {
  const names = (await readdir(`${ACTS_FOLDER}${family}`)).filter(name => name.endsWith('.js'));
  return Promise.all(
    names.map(async file =>
      readAct(
        family,
        file.slice(0, -'.js'.length),
        await readFile(`${ACTS_FOLDER}${family}/${file}`, 'utf8'),
      ),
    ),
  );
}

function isMeant(act: Act, name: string): boolean {
  return act.family === name || actPath(act) === name;
}
