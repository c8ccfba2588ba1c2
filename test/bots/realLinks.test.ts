import { describe, expect, test } from '@jest/globals';
import { RealLinks } from '../../bots/realLinks.ts';
import { card, text } from '../../dialogs/turn/replies.ts';
import { readPlaceholder, transferPlaceholder, visitPlaceholder } from '../../services/cases/linkPlaceholder.ts';

const links = new RealLinks({
  publicUrl: 'https://bank.example',
  visitToken: ({ caseId, visitNumber }) => `visit-of-${caseId}-${visitNumber}`,
  transferCode: ({ caseId, number }) => `code-of-${caseId}-${number}`,
});

describe('a placeholder', () => {
  test.each([
    [visitPlaceholder({ caseId: 'a-b_1', visitNumber: 3 }), 'https://bank.example/secure/visit-of-a-b_1-3'],
    [transferPlaceholder({ caseId: 'a', number: 2 }, 'ko'), 'https://bank.example/continue/code-of-a-2?language=ko'],
    [transferPlaceholder({ caseId: 'a', number: 2 }, 'en'), 'https://bank.example/continue/code-of-a-2?language=en'],
    // as conversations kept it before transfers named a language
    ['passage:a:2', 'https://bank.example/continue/code-of-a-2'],
  ])('%s stands for %s', (placeholder, address) => {
    expect(links.of(placeholder)).toBe(address);
  });

  test.each([
    'https://bank.example/terms',
    'secure-visit:a',
    'secure-visit:a:x',
    'secure-visit:a b:1',
    ' secure-visit:a:1',
    'secure-visit:a:1:fr',
    `secure-visit:${'a'.repeat(65)}:1`,
    'passage::1',
    'tel:15885000',
    '',
  ])('is not %j: it stays as it is', (other) => {
    expect(readPlaceholder(other)).toBeUndefined();
    expect(links.of(other)).toBe(other);
  });
});

describe('what goes out to a customer', () => {
  test('has real links in its cards, and nothing else is touched', () => {
    const placeholder = visitPlaceholder({ caseId: 'a', visitNumber: 1 });
    const buttons = [
      { label: 'open', link: placeholder },
      { label: 'say', value: { step: 'bank' } },
    ];
    const drawn = card({ title: 'title', text: placeholder, buttons });
    const [attachment] = links.into(drawn).attachments ?? [];
    const [before] = drawn.attachments ?? [];
    expect(attachment).toEqual({
      ...before,
      content: {
        ...(before?.content as object), // made by card
        buttons: [
          { type: 'openUrl', title: 'open', value: 'https://bank.example/secure/visit-of-a-1' },
          { type: 'messageBack', title: 'say', text: 'say', displayText: 'say', value: { step: 'bank' } },
        ],
      },
    });
  });

  test('without a card goes out as it is', () => {
    const said = text('secure-visit:a:1');
    expect(links.into(said)).toBe(said);
  });
});
