import ivm from 'isolated-vm';
import { expect, test } from 'vitest';
import { bundleRuntime } from '../../src/isolate/runtime-bundle.ts';
import { createImage, HardenedRealm } from './test/hardened-realm.ts';
import { DESCRIBE_LANGUAGE } from './test/language.ts';

test.each(['strict', 'standard'] as const)(
  'the %s language is the same in an isolate made from an image as where all is done in place',
  async profile => {
    const realm = new HardenedRealm(await createImage(), profile);
    const lines = realm.value(DESCRIBE_LANGUAGE);
    realm.dispose();
    const isolate = new ivm.Isolate({ memoryLimit: 64 });
    const context = isolate.createContextSync();
    context.evalSync(`(() => {${await bundleRuntime()}; playpenRuntime.boot('${profile}'); })()`);
    // The first to read it rejects: see `kernel/rejection-shield.ts`.
    expect(() => context.evalSync('Promise', { reference: true })).not.toThrow(TypeError);
    const expected = context.evalSync(`JSON.stringify(${DESCRIBE_LANGUAGE})`);
    isolate.dispose();
    expect(lines.length).toBeGreaterThan(1_000);
    expect(lines).toEqual(JSON.parse(expected));
  },
);
