import { afterEach, expect, test } from 'vitest';
import type { PlaygroundScript, PublishResult } from '../console/protocol.ts';
import type { Limits } from '../limits/limits.ts';
import { ConsoleClient } from './test/console-client.ts';
import { TestDev } from './test/dev.ts';

function answering(text: string): string {
  return `let session;
exports.ssExports = {
  init(rtSession) { session = rtSession; },
  onMessage({ sender }) {
    session.sendReliableMessage(session.newTextGameMessage(1, -1, '${text}'), sender);
  },
};
`;
}

let dev: TestDev;
let page: ConsoleClient;
afterEach(() => dev.stop());

async function start(limits: Partial<Limits> = {}): Promise<void> {
  dev = await TestDev.start(answering('one'), { limits });
  page = new ConsoleClient(dev.apiPort);
}

async function read(): Promise<PlaygroundScript> {
  return (await page.get('playground')).body as PlaygroundScript;
}

async function publish(text: string, baseText: string): Promise<PublishResult> {
  const { status, body } = await page.call('PUT', 'playground', { text, baseText });
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as PublishResult;
}

async function answer(): Promise<string> {
  const player = await dev.login();
  player.sendToScript(1, '?');
  return (await player.nextMessage(1)).text;
}

test('the script is shown, and what is published is in its file and in the next session', async () => {
  await start();
  const before = await read();
  expect(before).toMatchObject({ file: 'script.js', text: answering('one'), isReadOnly: false });
  expect(before.versions).toMatchObject([{ hash: before.currentHash, sessions: 1 }]);
  expect(await answer()).toBe('one');

  const result = await publish(answering('two'), before.text);
  expect(result).toMatchObject({ outcome: 'published', warnings: [] });
  const after = await read();
  expect(after).toMatchObject({ text: answering('two'), currentHash: (result as { hash: string }).hash });
  expect(after.versions).toHaveLength(2);
  expect(await answer()).toBe('two');
  expect(await publish(answering('two'), answering('two'))).toMatchObject({ outcome: 'unchanged' });
  // The file's watcher, or the playground, has reported it, and nobody else a second time.
  expect(await dev.nextChange()).toMatchObject({ published: { version: { hash: after.currentHash } } });
});

test('what does not parse is refused with its place, is in the file, and changes no session', async () => {
  await start();
  const { text } = await read();
  const broken = `${text}\nlet x = 1 y;\n`;
  const result = await publish(broken, text);
  expect(result).toMatchObject({ outcome: 'refused', code: 'script_invalid' });
  const [marker] = (result as { markers: unknown[] }).markers;
  expect(marker).toMatchObject({ line: 9, column: 11, message: expect.stringContaining('y') });
  expect((await read()).text).toBe(broken);
  expect(await answer()).toBe('one');
});

test('what throws when it is loaded is refused with the place that threw', async () => {
  await start();
  const { text } = await read();
  const result = await publish(`${text}function f() {\n  throw new Error('no way');\n}\nf();\n`, text);
  expect(result).toMatchObject({
    ...{ outcome: 'refused', code: 'script_failed' },
    markers: [{ line: 9, column: 9, message: expect.stringContaining('no way') }],
  });
});

test('a file that somebody else has changed is left as it is', async () => {
  await start();
  const { text } = await read();
  await dev.save(answering('theirs'));
  const { status, body } = await page.call('PUT', 'playground', { text: answering('mine'), baseText: text });
  expect({ status, body }).toMatchObject({ status: 409, body: { code: 'playground_conflict' } });
  expect((await read()).text).toBe(answering('theirs'));
});

test('a text that is too long is refused, and nothing is written', async () => {
  await start({ playgroundBytes: 1_000 });
  const { text } = await read();
  const long = `${text}//${'x'.repeat(1_000)}`;
  const { status, body } = await page.call('PUT', 'playground', { text: long, baseText: text });
  expect({ status, body }).toMatchObject({ status: 413, body: { code: 'playground_too_large' } });
  expect((await read()).text).toBe(text);
});

test('only the console’s own page may write', async () => {
  await start();
  const { text } = await read();
  const request = { text: answering('evil'), baseText: text };
  const { body } = await page.with({ origin: 'http://evil.example' }).call('PUT', 'playground', request);
  expect(body).toMatchObject({ code: 'console_elsewhere' });
  expect((await read()).text).toBe(text);
});
