/**
 * The entry: `node index.ts [serve|talk|understand|verify-audit]`. Each verb loads only what it needs; what lives as long
 * as the process is made in composition/, which nothing but this file, tests and benches imports.
 */
const verbs: Readonly<Record<string, () => Promise<{ run(environment: NodeJS.ProcessEnv): Promise<number> }>>> = {
  serve: () => import('./composition/serve.ts'),
  talk: () => import('./composition/talk.ts'),
  understand: () => import('./composition/understand.ts'),
  'verify-audit': () => import('./composition/verifyAudit.ts'),
};

async function main(verb: string): Promise<number> {
  if (Number(process.versions.node.split('.')[0]) < 26) {
    process.stderr.write('This needs Node 26. `npm start` brings its own; `node index.ts` uses yours.\n');
    return 1;
  }
  const load = verbs[verb];
  if (!load) {
    process.stderr.write(`Unknown verb ${verb}. There are: ${Object.keys(verbs).join(', ')}.\n`);
    return 1;
  }
  return (await load()).run(process.env);
}

process.exitCode = await main(process.argv[2] ?? 'serve');
export {};
