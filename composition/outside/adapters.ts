import type { BankLogin } from '../../services/banks/bankLogin.ts';
import { OpenidBankLogin } from '../../services/banks/openidBankLogin.ts';
import type { IdentityVerifier } from '../../services/identity/identityVerifier.ts';
import type { MailSender } from '../../services/identity/mailSender.ts';
import { SandboxIdentityVerifier } from '../../services/identity/sandboxIdentityVerifier.ts';
import { SandboxMailSender } from '../../services/identity/sandboxMailSender.ts';
import type { LanguageRecognizer } from '../../services/language/languageRecognizer.ts';
import { HttpKakaoEvents } from '../../services/notices/httpKakaoEvents.ts';
import type { KakaoEvents } from '../../services/notices/kakaoEvents.ts';
import { SandboxSmsSender } from '../../services/sms/sandboxSmsSender.ts';
import type { SmsSender } from '../../services/sms/smsSender.ts';
import { bankLoginSettings, redirectUri } from './bankLogins.ts';
import { openAzureRecognizer } from './azureLanguage.ts';
import { adapter, optional, required, type OutsideSystem } from './outsideSystem.ts';

/**
 * The world outside: every system that the product reaches by a port, and every adapter there is for it – the one place
 * where adapters are chosen. `SANDBOX=true` takes each row's `sandbox`, `SANDBOX=false` the one of `real` whose settings
 * are given. An adapter without `open` is known by its settings only: whoever sets them is told that it is not in this
 * version. A new adapter is a file in services/ and its `open` here.
 */
export const outsideSystems = {
  sms: required<SmsSender>({
    name: 'the SMS carrier',
    sandbox: ({ world }) => new SandboxSmsSender({ world }),
    real: [
      adapter({
        name: 'SOLAPI',
        chosenBy: ['SMS_PROVIDER', 'solapi'],
        needs: ['SOLAPI_API_KEY', 'SOLAPI_API_SECRET', 'SMS_SENDER'],
      }),
    ],
  }),
  identityVerifier: required<IdentityVerifier>({
    name: 'the identity bureau',
    sandbox: ({ world, clock }) => new SandboxIdentityVerifier({ world, clock }),
    real: [adapter({ name: 'the HTTPS contract', needs: ['IDENTITY_URL', 'IDENTITY_KEY'] })],
  }),
  bankLogin: required<BankLogin>({
    name: "the banks' log-in",
    sandbox: ({ config, world, bankSettings }) =>
      new OpenidBankLogin({
        settings: bankSettings,
        redirectUri: redirectUri(config),
        guard: (signal, exchange) => world.faulty('bank', signal, exchange),
      }),
    real: [
      {
        name: 'OpenID Connect',
        settings: bankLoginSettings,
        open: ({ config }) =>
          new OpenidBankLogin({ settings: (code) => config.bankLogins[code], redirectUri: redirectUri(config) }),
      },
    ],
  }),
  kakaoEvents: optional<KakaoEvents>({
    name: "KakaoTalk's Event API",
    without: 'notices go by SMS, and a KakaoTalk chat is not woken',
    real: [
      adapter({
        name: 'HTTPS',
        needs: ['KAKAO_REST_API_KEY'],
        open: ({ KAKAO_REST_API_KEY: restApiKey }) => new HttpKakaoEvents({ restApiKey }),
      }),
    ],
  }),
  languageRecognizer: optional<LanguageRecognizer>({
    name: 'a second opinion on what is meant',
    without: 'the own understanding decides alone',
    real: [
      adapter({
        name: 'Azure AI Language',
        needs: ['AZURE_LANGUAGE_ENDPOINT', 'AZURE_LANGUAGE_KEY'],
        options: [['AZURE_LANGUAGE_PROJECT', 'AZURE_LANGUAGE_DEPLOYMENT']],
        open: (_settings, { config }) => openAzureRecognizer(config.outside),
      }),
    ],
  }),
  mailSender: optional<MailSender>({
    name: 'the mail server',
    without: 'no mail is sent',
    sandbox: ({ world }) => new SandboxMailSender({ world }),
    real: [adapter({ name: 'SMTP', needs: ['MAIL_SMTP_URL', 'MAIL_SENDER'] })],
  }),
  accountVerifier: noPortYet({
    name: 'the one-won check of accounts',
    without: 'no step asks for it',
    real: [adapter({ name: 'the HTTPS contract', needs: ['ACCOUNT_URL', 'ACCOUNT_KEY'] })],
  }),
  idPhotoVerifier: noPortYet({
    name: 'the check of ID photos',
    without: 'no step asks for one',
    real: [adapter({ name: 'the HTTPS contract', needs: ['IDPHOTO_URL', 'IDPHOTO_KEY'] })],
  }),
  businessVerifier: noPortYet({
    name: 'the check of businesses',
    without: 'no step asks for it',
    real: [adapter({ name: 'the HTTPS contract', needs: ['BUSINESS_URL', 'BUSINESS_KEY'] })],
  }),
  agentLogin: noPortYet({
    name: "the agents' log-in",
    without: 'there is no console; who asks for a person gets a case number and the phone of the bank',
    real: [
      adapter({
        name: 'OpenID Connect',
        needs: ['AGENT_OIDC_ISSUER', 'AGENT_OIDC_CLIENT_ID', 'AGENT_OIDC_CLIENT_SECRET'],
        options: [['AGENT_OIDC_ROLE_CLAIM']],
      }),
    ],
  }),
  botService: noPortYet({
    name: 'Azure Bot Service',
    without: '/api/messages answers 404',
    real: [
      adapter({
        name: 'CloudAdapter',
        needs: ['MICROSOFT_APP_ID', 'MICROSOFT_APP_PASSWORD', 'MICROSOFT_APP_TENANT_ID'],
      }),
    ],
  }),
};

/** The rows above; a test hands in others. */
export type OutsideSystems = typeof outsideSystems;

/** By the name of its row: what the product reaches each system by. */
export type OutsideAdapters = {
  readonly [Name in keyof OutsideSystems]: OutsideSystems[Name] extends OutsideSystem<infer Port> ? Port : never;
};

/** A row of a system that no part of the product asks yet: its settings are known, so that they are not ignored. */
function noPortYet(row: Parameters<typeof optional<never>>[0]): OutsideSystem<undefined> {
  return optional<never>(row);
}
