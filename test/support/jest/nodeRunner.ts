import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { offerGlobals } from './globals.ts';
import { tryAgainWhereAllowed } from './secondTries.ts';

/** What jest hands a runner to load modules with; only what is replaced here. */
interface Runtime {
  requireInternalModule(file: string): unknown;
  setGlobalsForRuntime(globals: Parameters<typeof offerGlobals>[0]): void;
  unstable_shouldLoadAsEsm(file: string): boolean;
  unstable_importModule(file: string): Promise<unknown>;
}

type Runner = (
  globalConfig: unknown,
  config: unknown,
  environment: object,
  runtime: Runtime,
  testPath: string,
  sendMessageToJest?: unknown,
) => Promise<unknown>;

const require = createRequire(import.meta.url);
const { default: circus } = require('jest-circus/runner') as { default: Runner }; // jest's own, whose file has no types
const globalsUrl = new URL('globals.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals' ? { url: globalsUrl, shortCircuit: true } : next(specifier, context),
});

/**
 * Jest's runner (jest.config.json), with Node loading what it runs: the sources as `node index.ts` runs them, each once a
 * process. Jest itself would read, link and compile the whole product anew for each test file, in a context of its own,
 * which took a third of a run. What is lost is that a file finds module state untouched; the product keeps none that a
 * second user in the same process could notice, and every test that runs behind another proves it.
 */
const runInNode: Runner = async (globalConfig, config, environment, runtime, testPath, sendMessageToJest) => {
  const before = Reflect.ownKeys(globalThis);
  const here = Object.create(environment, { global: { value: globalThis } }) as object; // jest's, but for its globals
  const native: Runtime = Object.assign(Object.create(runtime) as Runtime, loadedByNode);
  tryAgainWhereAllowed(testPath);
  try {
    return await circus(globalConfig, config, here, native, testPath, sendMessageToJest);
  } finally {
    for (const key of Reflect.ownKeys(globalThis))
      if (isLeftBehind(key, before)) Reflect.deleteProperty(globalThis, key);
  }
};

const loadedByNode: Runtime = {
  requireInternalModule: (file) => {
    delete require.cache[file]; // it holds the tests of one file
    return require(file);
  },
  setGlobalsForRuntime: offerGlobals,
  unstable_shouldLoadAsEsm: () => true,
  unstable_importModule: (file) => import(pathToFileURL(file).href),
};

/** Jest keeps the tests of a file, and who listens to them, under symbols of the global object. */
function isLeftBehind(key: string | symbol, before: readonly (string | symbol)[]): boolean {
  if (key === Symbol.for('EVENT_HANDLERS')) return true;
  return typeof key === 'symbol' && Symbol.keyFor(key) === undefined && !before.includes(key);
}

export default runInNode;
