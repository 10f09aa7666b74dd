import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inNode } from './test/in-node.ts';
import { bundleModules, ModulesRealm } from './test/modules-realm.ts';

let realm: ModulesRealm;
beforeAll(async () => {
  realm = new ModulesRealm(await bundleModules());
});
afterAll(() => realm.dispose());

describe('events gives what Node gives for', () => {
  test.each([
    "new (require('events'))() instanceof require('events').EventEmitter",
    "require('events').EventEmitter === require('events')",
    "(E => { const seen = []; const e = new E(); e.on('a', x => seen.push(x)); e.once('a', x => seen.push(-x)); e.prependListener('a', x => seen.push('first')); return [e.emit('a', 1), e.emit('a', 2), e.emit('b'), seen, e.listenerCount('a')]; })(require('events'))",
    "(E => { class Game extends E {} const g = new Game(); g.on('x', function () { this.seen = true; }); g.emit('x'); return g.seen; })(require('events'))",
    "(E => { function Old() { E.call(this); } require('util').inherits(Old, E); const o = new Old(); let n = 0; o.on('x', () => n++); o.emit('x'); return n; })(require('events'))",
    "(E => { const e = new E(); const f = () => {}; e.on('a', f).on('b', f); e.off('a', f); return e.eventNames(); })(require('events'))",
    "(E => { const e = new E(); e.on('a', () => {}); e.removeAllListeners(); return e.listeners('a').length; })(require('events'))",
    "(E => { try { new E().emit('error', new TypeError('x')); } catch (e) { return e.name + e.message; } })(require('events'))",
    "(E => { const e = new E(); const seen = []; e.on(E.errorMonitor, x => seen.push('monitor')); e.on('error', x => seen.push(x)); e.emit('error', 1); return seen; })(require('events'))",
    "require('events').defaultMaxListeners",
    "(E => { const e = new E(); e.on('a', () => {}); return E.listenerCount(e, 'a') + E.getEventListeners(e, 'a').length; })(require('events'))",
    "(E => { const e = new E(); E.setMaxListeners(5, e); return [e.getMaxListeners(), E.getMaxListeners(e)]; })(require('events'))",
  ])('%s', expression => {
    expect(realm.value(expression)).toEqual(inNode(expression));
  });

  test('once resolves with the arguments of the event', async () => {
    const body = `
      const { EventEmitter, once } = require('events');
      const e = new EventEmitter();
      setTimeout(() => e.emit('ready', 1, 2), 5);
      return await once(e, 'ready');`;
    expect(await realm.resolve(body)).toEqual([1, 2]);
  });
});

describe('timers', () => {
  test('the module has the same functions as the global object', () => {
    const names = [
      'setTimeout',
      'clearTimeout',
      'setInterval',
      'clearInterval',
      'setImmediate',
      'clearImmediate',
    ];
    for (const name of names) expect(realm.value(`require('timers').${name} === ${name}`)).toBe(true);
    expect(realm.value("require('timers').promises === require('timers/promises')")).toBe(true);
  });

  test('promises resolve with their value; an interval goes on until it is left', async () => {
    const body = `
      const timers = require('timers/promises');
      const seen = [await timers.setTimeout(5, 'a'), await timers.setImmediate('b')];
      for await (const tick of timers.setInterval(5, 't')) if (seen.push(tick) === 4) break;
      await timers.scheduler.wait(1);
      return seen;`;
    expect(await realm.resolve(body)).toEqual(['a', 'b', 't', 't']);
  });

  test('an aborted wait rejects with an AbortError and leaves no timer behind', async () => {
    const body = `
      while (runTimers() > 0);
      const controller = new AbortController();
      const wait = require('timers/promises').setTimeout(1000, null, { signal: controller.signal });
      controller.abort('enough');
      const error = await wait.catch(error => error);
      return [error.name, error.code, error.cause, runTimers()];`;
    expect(await realm.resolve(body)).toEqual(['AbortError', 'ABORT_ERR', 'enough', 0]);
  });

  test('queueMicrotask and process.nextTick run before the next timer, in order of arrival', async () => {
    const body = `
      const seen = [];
      setTimeout(() => seen.push('timer'), 0);
      process.nextTick((a, b) => seen.push(a + b), 'tick', 1);
      queueMicrotask(() => seen.push('micro'));
      await new Promise(resolve => setTimeout(resolve, 1));
      return seen;`;
    expect(await realm.resolve(body)).toEqual(['tick1', 'micro', 'timer']);
  });
});

describe('AbortController and EventTarget give what Node gives for', () => {
  test.each([
    "(c => { const seen = []; c.signal.addEventListener('abort', e => seen.push(e.type)); c.abort(); c.abort(); return [c.signal.aborted, c.signal.reason.name, c.signal.reason.code, seen]; })(new AbortController())",
    "(c => { let n = 0; c.signal.onabort = () => n++; c.abort('why'); return [n, c.signal.reason]; })(new AbortController())",
    "(() => { try { AbortSignal.abort(new RangeError('x')).throwIfAborted(); } catch (e) { return e.name; } })()",
    '(c => { const any = AbortSignal.any([new AbortController().signal, c.signal]); c.abort(7); return [any.aborted, any.reason]; })(new AbortController())',
    "(t => { const seen = []; const f = () => seen.push('f'); t.addEventListener('x', f); t.addEventListener('x', f); t.addEventListener('x', { handleEvent: e => seen.push(e.type) }, { once: true }); t.dispatchEvent(new Event('x')); t.dispatchEvent(new Event('x')); t.removeEventListener('x', f); t.dispatchEvent(new Event('x')); return seen; })(new EventTarget())",
    "(t => { t.addEventListener('x', e => e.preventDefault()); return [t.dispatchEvent(new Event('x', { cancelable: true })), t.dispatchEvent(new Event('x'))]; })(new EventTarget())",
    "(t => { const seen = []; t.addEventListener('x', e => { seen.push(1); e.stopImmediatePropagation(); }); t.addEventListener('x', () => seen.push(2)); t.dispatchEvent(new Event('x')); return seen; })(new EventTarget())",
    "(e => [e.name, e.message, e.code, e instanceof Error, String(e)])(new DOMException('m', 'AbortError'))",
  ])('%s', expression => {
    expect(realm.value(expression)).toEqual(inNode(expression));
  });

  test('AbortSignal.timeout aborts with a TimeoutError when its timer comes', () => {
    const body = `
      const signal = AbortSignal.timeout(50);
      const before = signal.aborted;
      runTimers();
      return [before, signal.aborted, signal.reason.name];`;
    expect(realm.run(body)).toEqual([false, true, 'TimeoutError']);
  });

  test('only a controller can abort a signal', () => {
    expect(realm.value("'raise' in AbortSignal")).toBe(false);
  });
});
