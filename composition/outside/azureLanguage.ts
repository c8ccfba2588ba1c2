import type { OutsideSettings } from '../../config.ts';
import type { LanguageRecognizer } from '../../services/language/languageRecognizer.ts';
import { CircuitBreaker } from '../../services/language/azure/circuitBreaker.ts';

/** Silence or refusals in a row after which the service is left alone, and for how long. */
const failuresToOpen = 3;
const openMilliseconds = 30_000;

/** Azure AI Language; its SDK is loaded here and nowhere before. */
export async function openAzureRecognizer(settings: OutsideSettings): Promise<LanguageRecognizer> {
  const { AzureRecognizer } = await import('../../services/language/azure/azureRecognizer.ts');
  return new AzureRecognizer({
    endpoint: settings.AZURE_LANGUAGE_ENDPOINT ?? '',
    key: settings.AZURE_LANGUAGE_KEY ?? '',
    project: settings.AZURE_LANGUAGE_PROJECT,
    deployment: settings.AZURE_LANGUAGE_DEPLOYMENT,
    breaker: new CircuitBreaker({ failuresToOpen, openMilliseconds, now: () => performance.now() }),
  });
}
