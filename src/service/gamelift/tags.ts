import type { Tag } from '@aws-sdk/client-gamelift';
import { LIMITS } from '../../limits/limits.ts';
import { ServiceError } from './service-error.ts';

const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;
/** AWS keeps keys that begin so for itself. */
const RESERVED_PREFIX = /^aws:/i;
/** The characters that tags may have on AWS. */
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * Tags as they are stored.
 * @throws {ServiceError} TaggingFailedException for a key or value that no tag can have, a key given twice, and more
 * than `maxTags`
 */
export function tagsOf(
  tags: readonly Tag[] = [],
  maxTags: number = LIMITS.tagsPerResource.default,
): Record<string, string> {
  requireFewTags(tags.length, maxTags);
  const entries = tags.map(({ Key = '', Value = '' }): [string, string] => [
    requireKey(Key),
    requireValue(Key, Value),
  ]);
  const byKey = new Map(entries);
  if (byKey.size < entries.length)
    throw taggingFailed('a tag key is given more than once; give each key once');
  return Object.fromEntries(byKey);
}

/** @throws {ServiceError} TaggingFailedException when both together are more than `maxTags` */
export function mergeTags(
  before: Readonly<Record<string, string>>,
  added: Readonly<Record<string, string>>,
  maxTags: number = LIMITS.tagsPerResource.default,
): Record<string, string> {
  const tags = { ...before, ...added };
  requireFewTags(Object.keys(tags).length, maxTags);
  return tags;
}

/** In the API's own shape. */
export function tagList(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function requireFewTags(count: number, maxTags: number): void {
  if (count > maxTags) {
    throw taggingFailed(`a resource has ${maxTags} tags at most, and this makes ${count}; remove some first`);
  }
}

function requireKey(key: string): string {
  if (key.length === 0 || key.length > MAX_KEY_LENGTH || !TAG_TEXT.test(key)) {
    throw taggingFailed(
      `tag key "${key}" must be 1 to ${MAX_KEY_LENGTH} letters, digits, spaces or any of _.:/=+-@`,
    );
  }
  if (RESERVED_PREFIX.test(key)) {
    throw taggingFailed(`tag key "${key}" begins with "aws:", which is reserved; choose another`);
  }
  return key;
}

function requireValue(key: string, value: string): string {
  if (value.length > MAX_VALUE_LENGTH || !TAG_TEXT.test(value)) {
    throw taggingFailed(
      `the value of tag "${key}" must be ${MAX_VALUE_LENGTH} letters, digits, spaces or any of _.:/=+-@ at most`,
    );
  }
  return value;
}

function taggingFailed(message: string): ServiceError {
  return new ServiceError('TaggingFailedException', message);
}
