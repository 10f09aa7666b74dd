import { expect, test } from 'vitest';
import { messageQuery } from './message-query.ts';

test('what is left empty asks for all', () => {
  expect(messageQuery({ opCode: '', peerId: ' ', sample: '' })).toBe('');
});

test('what is filled in is asked for', () => {
  expect(messageQuery({ opCode: '-10', peerId: '3', sample: '1' })).toBe('?opCode=-10&peerId=3&sample=1');
});
