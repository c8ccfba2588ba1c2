import { CertificateBot } from '../bots/certificateBot.ts';
import type { ChannelOutput } from '../bots/conversationPort.ts';
import type { DialogWorld } from '../dialogs/world.ts';
import { personContext } from '../services/cases/caseRecord.ts';
import { EffectHandlers } from '../services/cases/effectHandlers.ts';
import { CloudAccounts } from '../services/cloudAccount/cloudAccounts.ts';
import type { Person } from '../services/enrollment/enrollment.ts';
import { Answering } from '../services/knowledge/answering.ts';
import { Knowledge } from '../services/knowledge/knowledge.ts';
import { QuestionFinder } from '../services/knowledge/questionFinder.ts';
import { knowledgeBase } from '../services/knowledge/questions.ts';
import type { Foundation } from './foundation.ts';
import { createUnderstand } from './provisional.ts';
import type { Services } from './services.ts';

/** Acts that the conversation can carry out today; answers offer no others. */
const acts = ['issue', 'checkExpiry', 'resend', 'continue', 'agent'];

/** The bot, with everything a turn may ask of the trade. @param outputs where the answers of each channel go */
export async function openBot(
  foundation: Foundation,
  services: Services,
  outputs: Readonly<Record<string, ChannelOutput>>,
): Promise<CertificateBot> {
  const { state, clock, log } = foundation;
  return new CertificateBot({
    records: state.records,
    smsLimits: services.smsLimits,
    effects: openEffects(foundation, services),
    understand: await createUnderstand(),
    world: dialogWorld(foundation, services),
    outputs,
    clock,
    log,
  });
}

function openEffects(foundation: Foundation, services: Services): EffectHandlers {
  const { config, keys, state, random, translators, outside } = foundation;
  return new EffectHandlers({
    ...foundation,
    ...services,
    sms: outside.sms,
    cloudAccounts: new CloudAccounts({ records: state.records, random, key: keys.personKey }),
    codeSentence: (code, locale) => translators(locale)('sms.code', { code }),
    host: new URL(config.publicUrl).hostname,
  });
}

function dialogWorld(foundation: Foundation, services: Services): DialogWorld {
  const { banks, translators, config } = foundation;
  const { certificates, codes, sealer } = services;
  const finder = new QuestionFinder({ base: knowledgeBase });
  const knowledge = new Knowledge({ base: knowledgeBase, acts });
  return {
    translate: translators,
    banks,
    answering: new Answering({ finder, knowledge, banks, profiles: certificates.profiles }),
    topics: {
      all: () => knowledge.topics(),
      of: (label) => {
        const topic = finder.topicOfLabel(label);
        return topic === undefined ? undefined : knowledge.featured(topic);
      },
    },
    checkCode: ({ typed, caseId, code, now }) => {
      const sends = code.sends.map(({ send, sentAt, requestedAt }) => ({ send, sentAt: sentAt ?? requestedAt }));
      return codes.checkCode({ typed, caseId, sends, triesLeft: code.triesLeft, usedAt: code.verifiedAt, now });
    },
    summary: ({ person, ...subject }, now) => {
      const { name } = sealer.open<Person>(person.sealed, personContext(subject.caseId));
      return certificates.summary({ ...subject, name, personKey: person.personKey }, now);
    },
    businessFeeWon: certificates.profiles.of('businessFinance').feeWonPerYear,
    termsUrl: `${config.publicUrl}/terms`,
  };
}
