import { expect, test } from '@jest/globals';
import { identityFrom } from '../../../services/banks/bankClaims.ts';

const whole = {
  sub: 'hong',
  ci: 'ci',
  name: '홍길동',
  birthdate: '1990-01-01',
  phone_number: '+82 10-1234-5678',
  email: 'hong@Example.com',
};

test('claims are read in our own forms', () => {
  expect(identityFrom('004', whole)).toEqual({
    bankCode: '004',
    subject: 'hong',
    ci: 'ci',
    name: '홍길동',
    birthDate: '1990-01-01',
    phone: '01012345678',
    email: 'hong@example.com',
  });
});

test.each([
  ['name', { name: 42 }],
  ['name', { name: '홍길동,O=x' }],
  ['birthDate', { birthdate: '1990' }],
  ['birthDate', { birthdate: undefined }],
  ['phone', { phone_number: '+1 415 555 0100' }],
  ['phone', { phone_number: ['01012345678'] }],
  ['email', { email: 'hong' }],
  ['email', { email: `${'a'.repeat(600)}@example.com` }],
] as const)('%s is left out when it is %j', (field, change) => {
  const identity = identityFrom('004', { ...whole, ...change });
  expect(identity[field]).toBeUndefined();
  expect(identity.subject).toBe('hong');
});

test.each([{ sub: '' }, { sub: 7 }, { ci: undefined }, { ci: '' }, { ci: 'x'.repeat(513) }])(
  'without subject or CI there is no log-in: %j',
  (change) => {
    expect(() => identityFrom('004', { ...whole, ...change })).toThrow('expected the claims sub and ci');
  },
);
