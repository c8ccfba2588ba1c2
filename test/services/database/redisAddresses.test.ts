import { describe, expect, test } from '@jest/globals';
import { redisAddresses } from '../../../services/database/redis/redisAddresses.ts';

describe('REDIS_URL', () => {
  test.each([
    ['redis://localhost:6379', { nodes: ['redis://localhost:6379'], cluster: false, tls: false }],
    ['redis://localhost', { nodes: ['redis://localhost'], cluster: false, tls: false }],
    ['redis://localhost:6379/3', { nodes: ['redis://localhost:6379/3'], cluster: false, tls: false }],
    [
      'rediss://me:se%3Acret@host:6380',
      { nodes: ['rediss://host:6380'], cluster: false, tls: true, username: 'me', password: 'se:cret' },
    ],
    ['redis://a:1, redis://b:2', { nodes: ['redis://a:1', 'redis://b:2'], cluster: true, tls: false }],
    [
      'rediss://:pw@a:1,b:2,c:3',
      { nodes: ['rediss://a:1', 'rediss://b:2', 'rediss://c:3'], cluster: true, tls: true, password: 'pw' },
    ],
  ])('%s', (text, expected) => {
    expect(redisAddresses(text)).toEqual(expected);
  });

  test.each([
    '',
    'localhost:6379',
    'http://localhost',
    'redis://',
    'redis://a:1,',
    'redis://a:1,http://b',
    'redis://a:99999',
  ])('%p is refused, without its password in the message', (text) => {
    expect(() => redisAddresses(text)).toThrow('expected redis://');
  });

  test('a refusal does not carry the password', () => {
    expect(() => redisAddresses('http://me:hush@host')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hush') }),
    );
  });
});
