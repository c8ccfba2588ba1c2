import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const inMemory = '/dev/shm';
/** More than a whole run has ever held at one time, with room to spare. */
const enough = 4 * 1024 ** 3;
const name = 'TESTS_FOLDER';

/**
 * From here on, temporary folders of this process and of those it starts stand in one folder of this run: in memory, where
 * the system has room for it there. Stores ask for each write to be on the disk before they answer: a slow disk takes two
 * thirds of a test run, and a kill -9 does not need it, as the system's cache outlives the process. What is made once a run
 * is kept there too: the sources as Node compiled them (the product's threads and processes start in a third of the time),
 * and `folderOfRun()/template`. Answers what removes it all.
 */
export function foldersInMemory(): () => void {
  const above = process.env['TMPDIR'] === undefined && hasRoom() ? inMemory : tmpdir();
  const folder = mkdtempSync(join(above, 'certificate-tests-'));
  const before = { ...process.env };
  Object.assign(process.env, { TMPDIR: folder, [name]: folder, NODE_COMPILE_CACHE: join(folder, 'compiled') });
  return () => {
    process.env = before;
    rmSync(folder, { recursive: true, force: true });
  };
}

/** The folder of this run, where there is one: what stands in it was made by the sources as they are now. */
export function folderOfRun(): string | undefined {
  return process.env[name];
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(inMemory);
    return bavail * bsize > enough;
  } catch {
    return false; // no such place on this system
  }
}
