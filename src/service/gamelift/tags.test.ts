import { expect, test } from 'vitest';
import { mergeTags, tagList, tagsOf } from './tags.ts';

const TAGGING_FAILED = expect.objectContaining({ type: 'TaggingFailedException' });

test('tags keep their keys and values, a key named like a part of every object too', () => {
  const tags = tagsOf([
    { Key: 'team', Value: 'red + blue' },
    { Key: '__proto__', Value: '' },
  ]);
  expect(tagList(tags)).toEqual([
    { Key: 'team', Value: 'red + blue' },
    { Key: '__proto__', Value: '' },
  ]);
});

test('no tags at all are an empty record', () => {
  expect(tagsOf(undefined)).toEqual({});
});

test.each([
  ['an empty key', [{ Key: '', Value: 'x' }]],
  ['a key of 129 characters', [{ Key: 'k'.repeat(129), Value: 'x' }]],
  ['a key with a character no tag has', [{ Key: 'a<b', Value: 'x' }]],
  ['a key reserved for AWS', [{ Key: 'AWS:owner', Value: 'x' }]],
  ['a value of 257 characters', [{ Key: 'k', Value: 'v'.repeat(257) }]],
  ['a value with a line break', [{ Key: 'k', Value: 'a\nb' }]],
  [
    'a key given twice',
    [
      { Key: 'k', Value: 'x' },
      { Key: 'k', Value: 'x' },
    ],
  ],
  ['more than 50 tags', Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: '' }))],
])('%s fails with TaggingFailedException', (_what, tags) => {
  expect(() => tagsOf(tags)).toThrow(TAGGING_FAILED);
});

test('a resource has 50 tags at most, those it had before included', () => {
  const fifty = tagsOf(Array.from({ length: 50 }, (_, i) => ({ Key: `k${i}`, Value: 'old' })));
  expect(mergeTags(fifty, { k7: 'new' })).toMatchObject({ k6: 'old', k7: 'new' });
  expect(() => mergeTags(fifty, { another: '' })).toThrow(TAGGING_FAILED);
});
