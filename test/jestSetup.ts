import { foldersInMemory } from './support/foldersInMemory.ts';

/** Before the first test file; the folders go when this process ends, after the last one and what it started. */
export default function setUp(): void {
  process.once('exit', foldersInMemory());
}
