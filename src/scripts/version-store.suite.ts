import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveLimits } from '../limits/limits.ts';
import { testVersion } from './test/versions.ts';
import { infoOf } from './version.ts';
import { encodeVersion } from './version-file.ts';
import type { VersionStore } from './version-store.ts';

const limits = resolveLimits({ storedVersionBytes: 10_000 });

/** What every store of versions guarantees. `create` makes an empty one each time. */
export function describeVersionStore(
  name: string,
  create: (limitsOfIt: typeof limits) => VersionStore,
): void {
  describe(name, () => {
    let store: VersionStore;
    beforeEach(async () => {
      store = create(limits);
      await store.open();
    });
    afterEach(() => store.close());

    it('is empty at first, and nothing is current', async () => {
      expect(store.list()).toEqual([]);
      expect(store.current).toBeUndefined();
      expect(await store.get(testVersion(1).hash)).toBeUndefined();
    });

    it('gives back what was put, whole', async () => {
      const version = testVersion(1);
      await store.put(version);
      expect(await store.get(version.hash)).toEqual(version);
    });

    it('tells neither names nor beginnings of hashes for hashes', async () => {
      const { hash, label } = testVersion(1);
      await store.put(testVersion(1));
      for (const other of ['', hash.slice(0, 8), label, '../current', `${hash}0`]) {
        expect(await store.get(other)).toBeUndefined();
        await expect(store.setCurrent(other)).rejects.toMatchObject({ code: 'version_not_found' });
      }
    });

    it('lists what it holds without code, the newest publication first, however it came', async () => {
      const [one, two, three] = [testVersion(1), testVersion(2), testVersion(3)];
      for (const version of [two, three, one]) await store.put(version);
      expect(store.list()).toEqual([three, two, one].map(infoOf));
      expect(store.list()[0]).not.toHaveProperty('code');
      expect(store.list()[0]!.bundleBytes).toBe(Buffer.byteLength(three.code));
    });

    it('replaces a version that is put again', async () => {
      const again = testVersion(1, { label: 'again', publishedAt: testVersion(9).publishedAt });
      for (const version of [testVersion(1), testVersion(2), again]) await store.put(version);
      expect(store.list().map(({ label }) => label)).toEqual(['again', 'number 2']);
      expect(await store.get(again.hash)).toEqual(again);
    });

    it('makes a version current, another one later, and only what it holds', async () => {
      const [one, two] = [testVersion(1), testVersion(2)];
      await store.put(one);
      await store.put(two);
      expect(store.current).toBeUndefined();
      for (const { hash } of [one, two, one]) {
        await store.setCurrent(hash);
        expect(store.current).toBe(hash);
      }
      await expect(store.setCurrent(testVersion(3).hash)).rejects.toMatchObject({
        code: 'version_not_found',
      });
      expect(store.current).toBe(one.hash);
    });

    it('forgets what is removed, but never what is current', async () => {
      const [one, two] = [testVersion(1), testVersion(2)];
      await store.put(one);
      await store.put(two);
      await store.setCurrent(one.hash);
      await store.remove(two.hash);
      await store.remove(two.hash);
      expect(await store.get(two.hash)).toBeUndefined();
      await expect(store.setCurrent(two.hash)).rejects.toMatchObject({ code: 'version_not_found' });
      await expect(store.remove(one.hash)).rejects.toThrow(RangeError);
      expect(store.list()).toEqual([infoOf(one)]);
    });

    it('refuses a version that is larger than allowed, and stays as it was', async () => {
      const code = 'ü'.repeat(1_000);
      const restBytes = encodeVersion(testVersion(1, { code, sourceMap: '' })).length;
      const sourceMap = 'm'.repeat(limits.storedVersionBytes - restBytes);
      const largest = testVersion(1, { code, sourceMap });
      await store.put(largest);
      const tooLarge = testVersion(2, { code, sourceMap: `${sourceMap}m` });
      await expect(store.put(tooLarge)).rejects.toMatchObject({ code: 'script_invalid' });
      expect(await store.get(tooLarge.hash)).toBeUndefined();
      expect(store.list()).toEqual([infoOf(largest)]);
      expect(await store.get(largest.hash)).toEqual(largest);
    });
  });
}
