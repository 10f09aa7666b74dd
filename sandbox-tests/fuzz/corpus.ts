/** The committed inputs: for each target a file with one input a line, in hex, the shortest first. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'corpus');

/** Empty for a target that has none yet. */
export async function readCorpus(target: string): Promise<Uint8Array[]> {
  const text = await readFile(fileOf(target), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => Buffer.from(line, 'hex'));
}

export async function writeCorpus(target: string, inputs: readonly Uint8Array[]): Promise<void> {
  const lines = smallestFirst(inputs)
    .filter(input => input.length > 0)
    .map(input => `${Buffer.from(input).toString('hex')}\n`);
  await writeFile(fileOf(target), lines.join(''));
}

/** Inputs of one length are in the order of their bytes, so that a file changes only where inputs do. */
export function smallestFirst(inputs: readonly Uint8Array[]): Uint8Array[] {
  return inputs.toSorted((a, b) => a.length - b.length || Buffer.compare(a, b));
}

function fileOf(target: string): string {
  return join(FOLDER, `${target}.txt`);
}
