import { AzureKeyCredential, TextAnalysisClient } from '@azure/ai-language-text';
import { withDeadline } from '../../shared/deadline.ts';
import { Unavailable } from '../../shared/unavailable.ts';
import type { CircuitBreaker } from './circuitBreaker.ts';
import type { LanguageOpinion, LanguageRecognizer } from '../languageRecognizer.ts';
import { mask } from '../redaction/redact.ts';

/** Where the language resource is; `project` and `deployment` name a custom classification, when there is one. */
export interface AzureRecognizerSettings {
  /** e.g. `https://our-resource.cognitiveservices.azure.com`; http only towards a stand-in on this machine */
  readonly endpoint: string;
  readonly key: string;
  readonly project?: string | undefined;
  readonly deployment?: string | undefined;
  readonly breaker: CircuitBreaker;
  /** The longest a customer waits for it. */
  readonly deadlineMilliseconds?: number;
}

const defaultDeadline = 1500;
const pollMilliseconds = 200;
const language = 'ko';
/** The service writes nothing of the text into its logs. */
const silently = { disableServiceLogs: true } as const;
/** What must not stay in a text; names of banks, dates and phone numbers may. */
const personal = new Set([
  'KRResidentRegistrationNumber',
  'KRDriversLicenseNumber',
  'KRPassportNumber',
  'CreditCardNumber',
  'InternationalBankingAccountNumber',
]);
const leastSureEntity = 0.6;

/**
 * Azure AI Language by its official SDK: personal data and language in two calls side by side, the custom classification
 * (a job that is polled) beside them. One try each, all under one deadline; a service that keeps failing is left alone.
 */
export class AzureRecognizer implements LanguageRecognizer {
  readonly #client: TextAnalysisClient;
  readonly #settings: AzureRecognizerSettings;

  constructor(settings: AzureRecognizerSettings) {
    this.#settings = settings;
    this.#client = new TextAnalysisClient(settings.endpoint, new AzureKeyCredential(settings.key), {
      retryOptions: { maxRetries: 0 },
      allowInsecureConnection: settings.endpoint.startsWith('http://'),
      defaultLanguage: language,
      defaultCountryHint: 'kr',
    });
  }

  async recognize(text: string, request: { readonly classify: boolean }): Promise<LanguageOpinion> {
    const { breaker, deadlineMilliseconds = defaultDeadline } = this.#settings;
    if (!breaker.admits()) throw new Unavailable('language');
    try {
      const opinion = await withDeadline(deadlineMilliseconds, (signal) => this.#ask(text, request.classify, signal));
      breaker.succeeded();
      return opinion;
    } catch (cause) {
      breaker.failed();
      throw new Unavailable('language', { cause });
    }
  }

  async #ask(text: string, classify: boolean, abortSignal: AbortSignal): Promise<LanguageOpinion> {
    const [masked, detected, guess] = await Promise.all([
      this.#maskPersonal(text, abortSignal),
      this.#detectLanguage(text, abortSignal),
      classify ? this.#classify(text, abortSignal) : undefined,
    ]);
    return { text: masked, ...(detected && { language: detected }), ...(guess && { guess }) };
  }

  async #maskPersonal(text: string, abortSignal: AbortSignal): Promise<string> {
    const [result] = await this.#client.analyze('PiiEntityRecognition', [text], language, { ...silently, abortSignal });
    if (!result || result.error) throw new Error('expected entities, found an error');
    return result.entities
      .filter(({ category, confidenceScore }) => personal.has(category) && confidenceScore >= leastSureEntity)
      .toSorted((a, b) => b.offset - a.offset)
      .reduce((left, { offset, length }) => left.slice(0, offset) + mask + left.slice(offset + length), text);
  }

  async #detectLanguage(text: string, abortSignal: AbortSignal): Promise<string | undefined> {
    const [result] = await this.#client.analyze('LanguageDetection', [text], 'kr', { ...silently, abortSignal });
    if (!result || result.error) throw new Error('expected a language, found an error');
    const { iso6391Name, confidenceScore } = result.primaryLanguage;
    return /^[a-z]{2}$/.test(iso6391Name) && confidenceScore >= 0.5 ? iso6391Name : undefined;
  }

  /** The job is the slowest of the three: when it fails or is late, the others still count. */
  async #classify(text: string, abortSignal: AbortSignal): Promise<LanguageOpinion['guess']> {
    const { project: projectName, deployment: deploymentName, deadlineMilliseconds = defaultDeadline } = this.#settings;
    if (!projectName || !deploymentName) return undefined;
    const action = { kind: 'CustomSingleLabelClassification', projectName, deploymentName, ...silently } as const;
    try {
      return await withDeadline(
        deadlineMilliseconds * 0.9,
        async (signal) => {
          const options = { abortSignal: signal, updateIntervalInMs: pollMilliseconds };
          const poller = await this.#client.beginAnalyzeBatch([action], [text], language, options);
          return await firstGuess(await poller.pollUntilDone({ abortSignal: signal }));
        },
        abortSignal,
      );
    } catch {
      return undefined;
    }
  }
}

interface ClassifiedAction {
  readonly kind: string;
  readonly results?: readonly object[];
}

async function firstGuess(actions: AsyncIterable<ClassifiedAction>): Promise<LanguageOpinion['guess']> {
  for await (const { kind, results } of actions) {
    const [document] = kind === 'CustomSingleLabelClassification' ? (results ?? []) : [];
    const classes: unknown = document && 'classifications' in document ? document.classifications : undefined;
    const first: unknown = Array.isArray(classes) ? classes[0] : undefined;
    if (isClassification(first)) return { intent: first.category, confidence: first.confidenceScore };
  }
  return undefined;
}

function isClassification(value: unknown): value is { category: string; confidenceScore: number } {
  return typeof value === 'object' && value !== null && 'category' in value && 'confidenceScore' in value;
}
