import { describe, expect, test } from '@jest/globals';

const instant = (text: string) => Temporal.Instant.from(text);
const first = instant('2026-12-01T00:00:00Z');
const second = instant('2026-12-01T00:00:00.000000001Z');

describe('Temporal values in expect', () => {
  test('equal ones are equal, at any depth', () => {
    expect({ at: [first] }).toEqual({ at: [instant('2026-12-01T00:00:00Z')] });
    expect({ at: [first] }).toStrictEqual({ at: [instant('2026-12-01T00:00:00Z')] });
  });

  test('different ones fail toEqual and toStrictEqual', () => {
    expect(() => expect({ at: first }).toEqual({ at: second })).toThrow();
    expect(() => expect({ at: first }).toStrictEqual({ at: second })).toThrow();
    expect(() =>
      expect([Temporal.PlainDate.from('2026-01-01')]).toEqual([Temporal.PlainDate.from('2026-01-02')]),
    ).toThrow();
    expect(() => expect(Temporal.Duration.from('PT1H')).toEqual(Temporal.Duration.from('PT60M'))).toThrow();
  });

  test('a Temporal value is no other type and no plain object', () => {
    expect({ at: first }).not.toEqual({ at: {} });
    expect({ at: first }).not.toEqual({ at: first.toString() });
    expect(Temporal.PlainDate.from('2026-01-01')).not.toEqual(Temporal.PlainDateTime.from('2026-01-01'));
  });
});
