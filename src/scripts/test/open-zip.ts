import { text } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';

/** The texts in a zip file, by their names. */
export async function openZip(bytes: Buffer): Promise<Map<string, string>> {
  const archive = await fromBufferPromise(bytes);
  const files = new Map<string, string>();
  for await (const entry of archive.eachEntry()) {
    files.set(entry.fileName, await text(await archive.openReadStreamPromise(entry)));
  }
  return files;
}
