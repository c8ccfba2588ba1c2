import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { build, type OutputFile, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'web/dist');
const record = join(dist, 'inputs.json');
const steps = join(root, 'web/secure/steps');
const stepRegistry = join(steps, 'registry.ts');
const webchat = join(root, 'node_modules/botframework-webchat/dist/webchat.js');

/**
 * Makes `web/dist/` when it is missing or older than one of its inputs: each `web/<page>/client/*.ts` and `*.css` becomes
 * `<name>.js` / `<name>.css` (what they import comes along; modules of their own live a folder deeper), and Web Chat's one
 * file is copied. Of a step of the secure view the script of its document gets `web/secure/steps/<step>/client.ts`, by the
 * registry there. Where development packages are not installed the bundle must have been made before.
 *
 * @returns whether it had to be made
 */
export async function ensureBundle(): Promise<boolean> {
  const entries = await entryPoints();
  if (!(await isStale([...entries, ...(await stepClients())]))) return false;
  await makeBundle(entries);
  return true;
}

async function entryPoints(): Promise<string[]> {
  const found: string[] = [];
  for (const page of await readdir(join(root, 'web'), { withFileTypes: true })) {
    const folder = join(root, 'web', page.name, 'client');
    if (!page.isDirectory() || !existsSync(folder)) continue;
    for (const name of await readdir(folder)) if (/\.(?:ts|tsx|css)$/u.test(name)) found.push(join(folder, name));
  }
  return found.sort();
}

async function stepClients(): Promise<string[]> {
  const folders = (await readdir(steps, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => join(steps, name, 'client.ts'));
}

/** Makes the modules `steps:<document>`: the scripts' parts of the steps that the registry shows in that document. */
const stepClientsPlugin: Plugin = {
  name: 'steps',
  setup: (bundling) => {
    bundling.onResolve({ filter: /^steps:/ }, ({ path }) => ({ path, namespace: 'steps' }));
    bundling.onLoad({ filter: /.*/, namespace: 'steps' }, async ({ path }) => {
      const { secureStepViews } = await import('../web/secure/steps/registry.ts');
      const shown = Object.values(secureStepViews).filter(({ document }) => path === `steps:${document}`);
      const imports = shown.map(({ name }) => `import { wire as ${name} } from './${name}/client.ts';`);
      const clients = `export const clients = { ${shown.map(({ name }) => name).join(', ')} };`;
      return { contents: [...imports, clients].join('\n'), resolveDir: steps, loader: 'ts' };
    });
  },
};

async function isStale(sources: readonly string[]): Promise<boolean> {
  if (!existsSync(record)) return true;
  // Written by makeBundle.
  const inputs = JSON.parse(await readFile(record, 'utf8')) as string[];
  if (sources.some((source) => !inputs.includes(relative(root, source)))) return true;
  const made = (await stat(record)).mtimeMs;
  for (const input of inputs) {
    const file = join(root, input);
    // Web Chat's package is a development one: gone in a production image, and its copy is there.
    if (!existsSync(file)) return file !== webchat;
    if ((await stat(file)).mtimeMs > made) return true;
  }
  return false;
}

async function makeBundle(entries: readonly string[]): Promise<void> {
  const started = new Date();
  const result = await build({
    entryPoints: [...entries],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2020',
    // fields are set, not defined: for es2020 each definition would be a call
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    charset: 'utf8',
    legalComments: 'none',
    outdir: dist,
    entryNames: '[name]',
    plugins: [stepClientsPlugin],
    metafile: true,
    write: false,
    absWorkingDir: root,
    logLevel: 'warning',
  });
  await mkdir(dist, { recursive: true });
  const kept = new Set(result.outputFiles.flatMap(({ path }) => [path, `${path}.gz`]));
  for (const name of await readdir(dist)) {
    if (!kept.has(join(dist, name)) && !/^webchat\.js|\.draft$/u.test(name))
      await rm(join(dist, name), { force: true });
  }
  const files: Pick<OutputFile, 'path' | 'contents'>[] = [...result.outputFiles];
  if (existsSync(webchat)) files.push({ path: join(dist, 'webchat.js'), contents: await readFile(webchat) });
  await Promise.all(files.map((file) => put(file.path, file.contents)));
  const bundled = Object.keys(result.metafile.inputs).filter((input) => !input.startsWith('steps:'));
  const inputs = [...bundled, relative(root, stepRegistry), relative(root, webchat)];
  await replace(record, Buffer.from(JSON.stringify(inputs, null, 2)));
  // A source that was written while the bundle was made is younger than it.
  await utimes(record, started, started);
}

async function put(path: string, contents: Uint8Array): Promise<void> {
  await replace(path, contents);
  await replace(`${path}.gz`, await promisify(gzip)(contents, { level: 6 }));
}

// Two starts at once may both make the bundle: each file is whole at every moment.
async function replace(path: string, contents: Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}.draft`;
  await writeFile(draft, contents);
  await rename(draft, path);
}

if (import.meta.main) {
  const started = performance.now();
  await rm(record, { force: true });
  await ensureBundle();
  console.log(`web/dist made in ${Math.round(performance.now() - started)} ms`);
}
