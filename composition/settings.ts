import { ConfigFault, parseConfig, type Config } from '../config.ts';

/**
 * The settings, or every fault of them on standard error.
 * @param judge what else may be wrong with them, see `parseConfig`
 */
export function settings(
  environment: NodeJS.ProcessEnv,
  judge?: (config: Config) => readonly string[],
): Config | undefined {
  try {
    return parseConfig(environment, judge);
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    return undefined;
  }
}
