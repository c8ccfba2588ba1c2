import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const inMemory = '/dev/shm';
/** More than a whole run has ever held at one time, with room to spare. */
const enough = 4 * 1024 ** 3;

/**
 * From here on, temporary folders of this process and of those it starts stand in memory, where the system has room for
 * them there. Stores ask for each write to be on the disk before they answer: a slow disk takes two thirds of a test run,
 * and a kill -9 does not need it, as the system's cache outlives the process. Answers what removes them.
 */
export function foldersInMemory(): () => void {
  if (process.env['TMPDIR'] !== undefined || !hasRoom()) return () => undefined;
  const folder = mkdtempSync(join(inMemory, 'certificate-tests-'));
  process.env['TMPDIR'] = folder;
  return () => {
    delete process.env['TMPDIR'];
    rmSync(folder, { recursive: true, force: true });
  };
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(inMemory);
    return bavail * bsize > enough;
  } catch {
    return false; // no such place on this system
  }
}
