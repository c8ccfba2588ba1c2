import { CertificateBot } from '../bots/certificateBot.ts';
import type { ChannelOutput } from '../bots/conversationPort.ts';
import type { DialogWorld } from '../dialogs/turn/dialogWorld.ts';
import { wordTables } from '../dialogs/turn/words.ts';
import { readSentences } from '../locales/index.ts';
import { personContext } from '../services/cases/caseRecord.ts';
import { EffectHandlers } from '../services/effects/effectHandlers.ts';
import { LifeEffects } from '../services/effects/lifeEffects.ts';
import { ErasablePersonKeys } from '../services/audit/personKeys.ts';
import type { Notices } from '../services/notices/notices.ts';
import type { Person } from '../services/enrollment/enrollment.ts';
import { judgeMessage, noticeKey } from '../services/knowledge/phishing.ts';
import { createReadTwice } from '../services/language/azure/secondOpinion.ts';
import type { Understand } from '../services/language/understanding.ts';
import { SentMessageKeys } from '../services/notices/sentMessageKeys.ts';
import { Answering } from '../services/knowledge/answering.ts';
import { Knowledge } from '../services/knowledge/knowledge.ts';
import { QuestionFinder } from '../services/knowledge/questionFinder.ts';
import { knowledgeBase } from '../services/knowledge/questions.ts';
import type { Foundation } from './foundation.ts';
import { openUnderstanding } from './understanding.ts';
import type { Services } from './services.ts';

/** Acts that the conversation can carry out today; answers offer no others. */
const acts = [
  'issue',
  'renew',
  'reissue',
  'revoke',
  'hold',
  'checkExpiry',
  'changePin',
  'devices',
  'register',
  'resend',
  'continue',
  'agent',
];

/** Buttons of acts; every other intent has the button of its usual question. */
const taskLabels: Readonly<Record<string, string>> = {
  issue_certificate: 'menu.issue',
  renew_certificate: 'menu.renew',
  reissue_certificate: 'life.task.reissue',
  change_pin: 'life.task.changeCredential',
  logout_devices: 'life.task.devices',
  revoke_certificate: 'menu.revoke',
  check_expiry: 'menu.expiry',
  check_status: 'menu.expiry',
  talk_to_agent: 'common.agent',
  report_fraud: 'common.agent',
  complaint: 'common.agent',
  cancel: 'common.cancel',
  go_back: 'common.back',
  start_over: 'common.startOver',
};

function questionLabel(intent: string): string | undefined {
  const usual = knowledgeBase.questions.find((question) => question.default?.includes(intent));
  return usual && `answer.${usual.id}.label`;
}

/** What the bot is opened with. */
export interface BotParts {
  readonly foundation: Foundation;
  readonly services: Services;
  readonly notices: Notices;
  /** Where the answers of each channel go. */
  readonly outputs: Readonly<Record<string, ChannelOutput>>;
}

/** The bot, with everything a turn may ask of the trade. */
export function openBot({ foundation, services, notices, outputs }: BotParts): CertificateBot {
  const { state, clock, log, keys } = foundation;
  const sent = new SentMessageKeys({ records: state.records });
  const understand = openUnderstanding();
  const { languageRecognizer: recognizer } = foundation.outside;
  return new CertificateBot({
    cases: services.cases,
    effects: openEffects(foundation, services, notices, sent),
    knows: (user) => services.known.find(user, clock.now()),
    readers: { understand, readTwice: recognizer && createReadTwice({ understand, recognizer }) },
    facts: {
      smsLimits: services.smsLimits,
      judge: (text) => judgeMessage({ text, key: keys.personKey, sent }),
    },
    world: dialogWorld(foundation, services, understand),
    outputs,
    clock,
    log,
  });
}

function openEffects(
  foundation: Foundation,
  services: Services,
  notices: Notices,
  sent: SentMessageKeys,
): EffectHandlers {
  const { config, keys, translators, outside, clock, state, random } = foundation;
  const { certificates, cloudDevices: devices, known, sealer } = services;
  const personKeys = new ErasablePersonKeys({ records: state.records, sealer, random });
  const eraseKeys = (personKey: string): Promise<void> => personKeys.erase(personKey);
  return new EffectHandlers({
    ...foundation,
    ...services,
    sms: outside.sms,
    handoffs: services.handoffs,
    codeSentence: (code, locale) => translators(locale)('sms.code', { code }),
    life: new LifeEffects({ certificates, devices, notices, known, eraseKeys, guard: services.guard, sealer, clock }),
    noteSent: (text) => sent.add(noticeKey(keys.personKey, text), clock.now()),
    host: new URL(config.publicUrl).hostname,
  });
}

/** Made once a process, however many bots it opens: it only reads, and takes a tenth of a second to make. */
let questionFinder: QuestionFinder | undefined;
/** Likewise: made of files that do not change. */
const words = wordTables(readSentences);

function dialogWorld(foundation: Foundation, services: Services, understand: Understand): DialogWorld {
  const { banks, translators, config } = foundation;
  const { certificates, codes, sealer } = services;
  const finder = (questionFinder ??= new QuestionFinder({ base: knowledgeBase }));
  const knowledge = new Knowledge({ base: knowledgeBase, acts });
  return {
    translate: translators,
    words,
    banks,
    understand,
    labelOf: (intent) => taskLabels[intent] ?? questionLabel(intent),
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
