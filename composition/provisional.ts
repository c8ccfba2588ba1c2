import { readAction, readNamedSlots } from '../services/language/slots/readSlots.ts';
import { readYesNo } from '../services/language/slots/yesNo.ts';
import type { Understand } from '../services/language/understanding.ts';
export const createUnderstand = async (): Promise<Understand> => (text) => {
  const yn = readYesNo(text);
  const intent =
    yn ??
    (/발급|만들/.test(text)
      ? 'issue_certificate'
      : /얼마|무료/.test(text)
        ? 'fees'
        : /상담/.test(text)
          ? 'talk_to_agent'
          : 'out_of_scope');
  return { text, intent, confidence: 0.9, alternatives: [], slots: { ...readNamedSlots(text) } };
};
void readAction;
