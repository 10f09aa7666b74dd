import { expect, test } from 'vitest';
import type { PlaygroundScript, PublishRequest, PublishResult } from '../../protocol.ts';
import { ConsoleError } from '../console-api.ts';
import { ScriptDraft, type ScriptServer } from './script-draft.ts';

/** A file that others may write to; texts with `!` are refused at that place. */
class FileServer implements ScriptServer {
  text = 'one';
  published = ['one'];
  /** Called before an answer leaves. */
  beforeAnswer: () => Promise<void> | void = () => {};

  async read(): Promise<PlaygroundScript> {
    const { text, published } = this;
    await this.beforeAnswer();
    const versions = published.map(hash => ({ hash, label: hash, createdAt: 0, sessions: 0 }));
    return { file: 'script.js', isReadOnly: false, text, currentHash: published.at(-1)!, versions };
  }

  async publish({ text, baseText }: PublishRequest): Promise<PublishResult> {
    if (baseText !== this.text) throw new ConsoleError('playground_conflict', 'the file is another');
    this.text = text;
    await this.beforeAnswer();
    const column = text.indexOf('!') + 1;
    if (column > 0) {
      return {
        outcome: 'refused',
        code: 'script_syntax',
        message: 'no',
        markers: [{ line: 1, column, message: 'no' }],
      };
    }
    this.published.push(text);
    return { outcome: 'published', hash: text, label: text, warnings: [] };
  }
}

async function open(): Promise<{ server: FileServer; draft: ScriptDraft }> {
  const server = new FileServer();
  return { server, draft: new ScriptDraft(server, await server.read()) };
}

test('what is published is in the file, is current, and is no longer edited', async () => {
  const { server, draft } = await open();
  draft.edit('two');
  expect(draft.isEdited.value).toBe(true);
  await draft.publish();
  expect(server.text).toBe('two');
  expect(draft.isEdited.value).toBe(false);
  expect(draft.outcome.value).toMatchObject({ outcome: 'published', hash: 'two' });
  expect(draft.currentHash.value).toBe('two');
  expect(draft.versions.value.map(({ hash }) => hash)).toEqual(['one', 'two']);
});

test('what is refused is in the file all the same, and can be mended from there', async () => {
  const { server, draft } = await open();
  draft.edit('ab!');
  await draft.publish();
  expect(draft.outcome.value).toMatchObject({ outcome: 'refused', markers: [{ column: 3 }] });
  expect(server.text).toBe('ab!');
  expect(draft.hasConflict.value).toBe(false);
  draft.edit('ab');
  await draft.publish();
  expect(draft.currentHash.value).toBe('ab');
});

test('what is typed while it is published is not lost, and not taken for published', async () => {
  const { server, draft } = await open();
  draft.edit('two');
  server.beforeAnswer = () => draft.edit('two and more');
  await draft.publish();
  expect(draft.text.value).toBe('two and more');
  expect(draft.isEdited.value).toBe(true);
  expect(draft.hasConflict.value).toBe(false);
});

test('edits from before go on where they were', async () => {
  const server = new FileServer();
  const draft = new ScriptDraft(server, await server.read());
  draft.edit('mine');
  const again = new ScriptDraft(server, await server.read(), draft.edits);
  expect(again.text.value).toBe('mine');
  expect(again.isEdited.value).toBe(true);
  expect(again.hasConflict.value).toBe(false);
  await again.publish();
  expect(server.text).toBe('mine');
  expect(again.edits).toBeUndefined();
});

test('edits from before a change of the file are in conflict with it; those of another file are left', async () => {
  const { server, draft } = await open();
  draft.edit('mine');
  server.text = 'theirs';
  const again = new ScriptDraft(server, await server.read(), draft.edits);
  expect(again.text.value).toBe('mine');
  expect(again.hasConflict.value).toBe(true);
  const other = new ScriptDraft(server, await server.read(), { ...draft.edits!, file: 'other.js' });
  expect(other.text.value).toBe('theirs');
});

test("somebody else's change is taken over while nothing was edited here", async () => {
  const { server, draft } = await open();
  server.text = 'theirs';
  await draft.look();
  expect(draft.text.value).toBe('theirs');
  expect(draft.replacement.value).toEqual({ text: 'theirs' });
  expect(draft.isEdited.value).toBe(false);
});

test('what is typed and published is never put into the editor again, where it could overtake the typing', async () => {
  const { draft } = await open();
  draft.edit('two');
  await draft.publish();
  await draft.look();
  expect(draft.replacement.value).toBeUndefined();
});

test('publishing over a change of somebody else is a conflict, and nothing is written', async () => {
  const { server, draft } = await open();
  draft.edit('mine');
  server.text = 'theirs';
  await draft.publish();
  expect(draft.outcome.value).toMatchObject({ outcome: 'failed', code: 'playground_conflict' });
  expect(draft.hasConflict.value).toBe(true);
  expect(server.text).toBe('theirs');
  expect(draft.text.value).toBe('mine');
});

test('a conflict ends with the file in the editor', async () => {
  const { server, draft } = await open();
  draft.edit('mine');
  server.text = 'theirs';
  await draft.look();
  draft.takeFile();
  expect(draft.text.value).toBe('theirs');
  expect(draft.isEdited.value).toBe(false);
  expect(draft.hasConflict.value).toBe(false);
});

test('or with the editor in the file', async () => {
  const { server, draft } = await open();
  draft.edit('mine');
  server.text = 'theirs';
  await draft.look();
  await draft.overwriteFile();
  expect(server.text).toBe('mine');
  expect(draft.hasConflict.value).toBe(false);
  expect(draft.currentHash.value).toBe('mine');
});

test('a third change during the overwriting is a conflict again', async () => {
  const { server, draft } = await open();
  draft.edit('mine');
  server.text = 'theirs';
  await draft.look();
  server.text = 'theirs again';
  await draft.overwriteFile();
  expect(server.text).toBe('theirs again');
  expect(draft.hasConflict.value).toBe(true);
});

test('an answer from before the publishing says nothing of the file after it', async () => {
  const { server, draft } = await open();
  let answer = (): void => {};
  server.beforeAnswer = () => new Promise<void>(resolve => (answer = resolve));
  const looking = draft.look();
  server.beforeAnswer = () => {};
  draft.edit('two');
  await draft.publish();
  answer();
  await looking;
  expect(draft.text.value).toBe('two');
  expect(draft.currentHash.value).toBe('two');
  expect(draft.hasConflict.value).toBe(false);
});
