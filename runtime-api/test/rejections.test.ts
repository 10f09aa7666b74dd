import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { TestHost } from '../../src/host/test/harness.ts';
import { endSessions } from './play.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterEach(() => endSessions(host));
afterAll(() => host.stop());

/** Ways to a promise that is rejected with `evil`, which nobody handles. */
const WAYS: Record<string, string> = {
  'an async function': '(async () => { throw evil; })()',
  'an async method': '({ async m() { throw evil; } }).m()',
  'an async generator': '(async function* () { throw evil; })().next()',
  'the global': 'Promise.reject(evil)',
  'a property of the global object': "globalThis['Pro' + 'mise'].reject(evil)",
  'the descriptor of the global': "Object.getOwnPropertyDescriptor(globalThis, 'Promise').get().reject(evil)",
  'a class of its own': 'class P extends Promise {} P.reject(evil)',
  'a module': "require('util').promisify(done => done(evil))()",
  'what the session gives': 'session.processEnding.call({}).then(() => { throw evil; })',
  'a listener that throws':
    "const t = new EventTarget(); t.addEventListener('x', () => { throw evil; }); t.dispatchEvent(new Event('x'))",
};

test.each(Object.entries(WAYS))(
  'a rejection that nobody handles is not looked at from outside: by %s',
  async (_, way) => {
    await host.play(
      `let session;
     const evil = new Error('evil');
     for (const name of ['stack', 'message', 'name'])
       Object.defineProperty(evil, name, { get() { session.getLogger().info('looked at ' + new Error().stack); return ''; } });
     exports.ssExports = {
       init(rtSession) { session = rtSession; },
       onMessage({ opCode, sender }) {
         if (opCode === 1) { ${way} }
         else session.sendReliableMessage(session.newTextGameMessage(opCode, -1, 'alive'), sender);
       },
     };`,
      { profile: 'strict' },
    );
    const before = host.lines.length;
    const client = await host.login();
    client.sendToScript(1, '');
    client.sendToScript(2, '');
    // What ends the session in the same batch leaves no answer.
    await Promise.race([client.nextMessage(2), client.closed]).catch(() => {});
    await client.close();
    const looks = host.lines.slice(before).filter(({ msg }) => msg.includes('looked at'));
    expect(looks).toEqual([]);
  },
);
